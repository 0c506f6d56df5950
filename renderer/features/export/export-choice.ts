import type { PredictionSet } from '../../../preload/contract/compare.ts';
import type { Input } from '../../../preload/contract/table.ts';

export type ExportRequest = Input<'project', 'export'>;
export type ExportWhat = ExportRequest['what'];
export type ExportFormat = ExportRequest['format'];

/** The choices in the Export dialog. `split` null means all splits; split and model apply to some exports only. */
export interface ExportChoice {
  readonly what: ExportWhat;
  readonly captionFormat: 'coco' | 'karpathy';
  readonly split: string | null;
  readonly modelId: string | null;
}

const resultFormat = { predictions: 'coco-results', model: 'safetensors' } as const;

export function formatOf(choice: ExportChoice): ExportFormat {
  return choice.what === 'captions' ? choice.captionFormat : resultFormat[choice.what];
}

/** Makes the request for a choice and an output path; null while a required model or split is missing. */
export function exportRequest(choice: ExportChoice, out: string): ExportRequest | null {
  const format = formatOf(choice);
  const { what, split, modelId } = choice;
  if (what === 'captions') return { what, format, out, split, modelId: null };
  if (modelId === null) return null;
  if (what === 'model') return { what, format, out, split: null, modelId };
  return split === null ? null : { what, format, out, split, modelId };
}

/**
 * Suggests a file or folder name that every file system accepts.
 * Example: captions of project "UCM 2026", split val, Karpathy: "ucm-2026-captions-val-karpathy.json".
 */
export function suggestedName(choice: ExportChoice, projectName: string, modelTitle: string | null): string {
  const model = slug(modelTitle ?? choice.modelId ?? 'model');
  if (choice.what === 'model') return model;
  const split = choice.split === null ? [] : [slug(choice.split)];
  const parts =
    choice.what === 'captions'
      ? [slug(projectName), 'captions', ...split, choice.captionFormat]
      : [slug(projectName), model, ...split, 'results'];
  return `${parts.filter((part) => part !== '').join('-')}.json`;
}

const slug = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);

/** Lists the splits whose captions by a model are finished and up to date. */
export function captionedSplits(sets: readonly PredictionSet[], modelId: string | null): readonly string[] {
  return sets
    .filter((set) => set.modelId === modelId && set.state === 'finished' && !set.stale)
    .map((set) => set.split);
}
