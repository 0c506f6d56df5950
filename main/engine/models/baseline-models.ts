import type { Model } from '../../../preload/contract/compare.ts';

/** Captioners without a language model that a worker plays, as in `main/training/baselines.ts`. */
export type WorkerBaseline = 'nearest-neighbour' | 'class-template' | 'class-oracle';
/** The same, and people: each reference in turn, judged by the others. The first stands for them where one is shown. */
export type BaselineMethod = WorkerBaseline | 'human';
export const humanId = 'baseline-human';

const baseline = (method: BaselineMethod, title: string, detail: string) => ({
  method,
  model: { id: `baseline-${method}`, title, kind: 'baseline', detail, parameters: null, preset: null } satisfies Model,
});

/** The list, in the order in which they are offered. */
export const baselineModels: readonly { readonly method: BaselineMethod; readonly model: Model }[] = [
  baseline('nearest-neighbour', 'Nearest neighbour', 'The caption of the most similar train image'),
  baseline('class-template', 'Class template', 'The usual caption of the class that a linear probe predicts'),
  baseline(
    'class-oracle',
    'Class oracle',
    'The usual caption of the true class: what knowing the scene alone is worth',
  ),
  baseline('human', 'Human', 'Each reference in turn, judged by the image’s other references'),
];
