import { valueCount, type WeightSource } from '../../checkpoint/weight-source.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Architecture } from './architecture.ts';

/** Weights that are made elsewhere than in the file: LAVIS's biases of keys, tied heads. Far less than half of any model. */
const mostMissing = 0.5;

/**
 * Refuses a config.json that describes a far larger model than its weights are, before room is made for it: a wrong size
 * would take all memory before the first tensor's shape is compared. Throws `malformed_file` naming both and their numbers.
 */
export function refuseLargerConfig(configFile: string, { parameters }: Architecture, source: WeightSource): void {
  if (!parameters) return;
  const held = [...source.tensors.values()].reduce((sum, { shape }) => sum + valueCount(shape), 0);
  if (held >= mostMissing * parameters.total) return;
  const inWords = (count: number): string => count.toLocaleString('en');
  throw new AppError(
    'malformed_file',
    `${configFile} describes a model of ${inWords(parameters.total)} numbers, but ${source.origin} holds ${inWords(held)}.`,
    { details: { described: parameters.total, held } },
  );
}
