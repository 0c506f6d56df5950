import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { workerStarter } from '../main/cli/session.ts';
import { ResidentParser } from '../main/jobs/resident-parser.ts';
import { readFactualGold } from '../main/metrics/factual/gold-file.ts';
import { resourcesDirectory } from '../main/text/resources.ts';
import { sharedFile } from '../test/support/shared-data.ts';
import { benchDataset } from './support/dataset.ts';
import { fixThreads, heading } from './support/machine.ts';
import { median, repeated, report, timed } from './support/measure.ts';

/**
 * The bundled scene-graph parser: size, load time, captions a second in batches, and how long an edited caption waits for
 * its graph while the parser's process stays. `--parser FOLDER` measures another one.
 */
fixThreads();
await heading('Scene-graph parser');
const at = process.argv.indexOf('--parser');
const resources = resourcesDirectory();
const directory = at < 0 ? path.join(resources, 'models/scene-graph') : path.resolve(process.argv[at + 1]!);
const bytes = ['config.json', 'labels.json', 'vocabulary.json', 'model.safetensors']
  .map((file) => statSync(path.join(directory, file)).size)
  .reduce((sum, size) => sum + size, 0);
console.log(`${directory}: ${(bytes / 1e6).toFixed(1)} MB, bar 15 MB: ${bytes < 15e6 ? 'met' : 'MISSED'}\n`);

// Imported here: the clock of loading is for the model, not for TensorFlow's library.
const { openCaptionReader } = await import('../main/worker/parsing/caption-readers.ts');
const loaded = await timed(() => openCaptionReader(directory, resources));
report('loading weights, vocabulary and dictionary', [loaded], { barMs: 1000 });
const parser = loaded.result;

const often = { rounds: 5, warmUps: 1 };
const dataset = benchDataset();
const { images } = JSON.parse(readFileSync(dataset.captionsFile, 'utf8')) as {
  images: readonly { sentences: readonly { raw: string }[] }[];
};
const aerial = images.flatMap(({ sentences }) => sentences.map(({ raw }) => raw));
// Each once: a person's project repeats sentences, and the parser need not be praised for them.
const sets = [{ name: `${dataset.name}, different ones`, texts: [...new Set(aerial)], hasBar: false }];
const factual = sharedFile('data/factual/random/dev.csv');
if (factual) {
  const texts = readFactualGold(factual).map(({ caption }) => caption);
  sets.push({ name: 'FACTUAL random/dev, three times', texts: [...texts, ...texts, ...texts], hasBar: true });
}
for (const { name, texts, hasBar } of sets)
  report(`scene graphs of captions, ${name}`, await repeated(() => parser.read(texts), often), {
    items: texts.length,
    noun: 'captions',
    ...(hasBar ? { barMs: (texts.length / 1500) * 1000 } : {}),
  });
parser.dispose();

const resident = new ResidentParser(workerStarter(), { modelDirectory: directory, resourcesDirectory: resources });
const cold = await timed(() => resident.parse(['a road beside a river']));
report('the first graph of a process that is only being started', [cold]);
const waits: number[] = [];
for (const text of aerial.slice(0, 200)) waits.push((await timed(() => resident.parse([`${text} `]))).wallMs);
waits.sort((a, b) => a - b);
const late = waits[Math.floor(0.95 * waits.length)]!;
console.log(
  `an edited caption's graph: median ${median(waits).toFixed(1)} ms, 95 % within ${late.toFixed(1)} ms, bar 100 ms: ` +
    `${late < 100 ? 'met' : 'MISSED'}`,
);
if (late >= 100) process.exitCode = 1;
await resident.close();
