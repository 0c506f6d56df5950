import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { metricCatalog } from '../../metrics/catalog.ts';
import { readArchitecture } from '../../models/library/architecture.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { TrainedSource } from './model-sources.ts';

/**
 * README.md of an exported model. A bundled model has its own; a run's says what it was trained on, how, and how well.
 * `whole`: a published model's folder holds all of it, not only what was trained.
 */
export function modelCard(
  store: ProjectStore,
  source: Exclude<TrainedSource, { kind: 'library' }>,
  { whole }: { readonly whole: boolean } = { whole: false },
): string {
  const own = path.join(source.directory, 'README.md');
  if (source.kind === 'bundled') {
    return existsSync(own)
      ? readFileSync(own, 'utf8')
      : `# ${source.model.title}\n\nA captioning model that ships with Nadir.\n`;
  }
  const { run, checkpoint, model } = source;
  const architecture = readArchitecture(source.directory);
  const isMini = architecture.family === 'nadir-mini';
  const phase = checkpoint.phase === 'scst' ? 'self-critical sequence training' : 'cross-entropy';
  return `# ${run.name}

A captioning model for satellite and aerial images, fine-tuned with Nadir.

| | |
|---|---|
| architecture | ${architecture.title}${trainedNumbers(model.parameters, whole && !isMini)} |
| started from | ${run.modelId} |
| project | ${store.name} |
| trained on | ${run.trainImages.toLocaleString('en')} images of the split "train" |
| judged on | ${run.valImages.toLocaleString('en')} images of the split "val" |
| checkpoint | ${checkpoint.name}: epoch ${Math.round(checkpoint.epoch * 100) / 100}, step ${checkpoint.step}, ${phase} |
| run | ${run.id}, ${run.createdAt.slice(0, 10)}, preset "${run.preset}", ${run.state} |
| computed on | ${run.device ?? 'unknown'} |

## Validation

${validation(checkpoint.metrics)}

These figures chose the checkpoint, so they flatter it a little: caption a split that took no part in training to know how
well it does. A high CIDEr on a dataset of scene classes may show little more than a good classifier; compare it with the
baselines that Nadir offers.

## Files

${fileLines(isMini, whole)}

## Training configuration

\`\`\`json
${JSON.stringify(run.config, null, 2)}
\`\`\`

## Limits

It knows the words and the kinds of scene of its training captions and nothing else, and it can name things that are not
there. Do not use its captions for decisions without looking at the images.
`;
}

function trainedNumbers(count: number | null, whole: boolean): string {
  if (count === null) return '';
  return `, ${count.toLocaleString('en')} numbers ${whole ? 'trained' : 'in model.safetensors'}`;
}

function fileLines(isMini: boolean, whole: boolean): string {
  if (isMini)
    return `- \`model.safetensors\`: the weights
- \`config.json\`: the architecture
- \`vocabulary.json\`: the words it can write`;
  if (whole) return wholeFiles;
  return `- \`model.safetensors\`: the weights that were trained, by their published names
- \`config.json\`: the architecture
- \`base.json\`: where the model lies that those weights belong over; its tokenizer and frozen parts are needed too`;
}

/** The list of files in the folder of a published model that was exported whole. */
export const wholeFiles = `- \`model.safetensors\`, or numbered files and their index: all weights as float32 by Hugging Face's names, what was trained among them
- \`config.json\` and tokenizers: those of the model that it was trained from

It loads in transformers by its \`model_type\`, and in Nadir as an imported folder.`;

function validation(metrics: Readonly<Record<string, number>>): string {
  const entries = Object.entries(metrics);
  if (entries.length === 0) return 'This checkpoint was not judged.';
  const title = (id: string): string =>
    metricCatalog.find((metric) => metric.id === id)?.title ?? id.replaceAll('_', ' ');
  const rows = entries.map(([id, value]) => `| ${title(id)} | ${Math.round(value * 10_000) / 10_000} |`);
  return ['| metric | value |', '|---|---|', ...rows].join('\n');
}
