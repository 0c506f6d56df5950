import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file of the data that stays outside the repository, or undefined with one line saying so. */
export function sharedFile(name: string): string | undefined {
  const file = path.join(import.meta.dirname, '../../../shared', name);
  if (existsSync(file)) return file;
  console.warn(`Not run: ../shared/${name} is not on this machine.`);
  return undefined;
}

export function sharedJson<T>(name: string): T | undefined {
  const file = sharedFile(name);
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as T);
}

/** `data/coco-metrics/coco1000.json`: reference values of the metrics, per image. */
export interface CocoMetrics {
  readonly corpus: { readonly bleu: readonly number[]; readonly rouge_l: number; readonly cider: number };
  readonly images: readonly {
    readonly image_id: number;
    readonly candidate: string;
    readonly candidate_raw: string;
    readonly references: readonly string[];
    readonly bleu: readonly number[];
    readonly rouge_l: number;
    readonly cider: number;
  }[];
}
export const cocoMetrics = (): CocoMetrics | undefined => sharedJson<CocoMetrics>('data/coco-metrics/coco1000.json');
