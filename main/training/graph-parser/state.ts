import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../checkpoint/atomic-write.ts';
import { readSafetensors, writeSafetensors } from '../../checkpoint/safetensors.ts';
import { AppError } from '../../errors/app-error.ts';
import { faultOf, inWords } from '../../errors/faults-in-words.ts';
import type { GraphParserNetwork } from '../../models/graph-parser/network.ts';
import { withoutPrefix } from '../../tensor/state-dict.ts';
import type { AdamW } from '../adamw.ts';
import { parserTrainingSchema } from './config.ts';

const files = { progress: 'training.json', weights: 'training.safetensors' } as const;

const progressSchema = z.object({
  config: parserTrainingSchema,
  epoch: z.int(),
  step: z.int(),
  updates: z.int(),
  bestSetMatch: z.number(),
});

/** The state of a training after an epoch. */
export type TrainingProgress = z.infer<typeof progressSchema>;

/** The progress of a training in `directory`, or null where none has been saved. */
export function readProgress(directory: string): TrainingProgress | null {
  const file = path.join(directory, files.progress);
  if (!existsSync(file)) return null;
  const parsed = progressSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')), inWords);
  if (!parsed.success)
    throw new AppError('malformed_file', `${file} is not a training's state: ${faultOf(parsed.error)}.`);
  return parsed.data;
}

/** Saves all that going on needs; `progress` last, for it says that the rest is there. */
export function saveTraining(
  directory: string,
  parts: { readonly network: GraphParserNetwork; readonly average: GraphParserNetwork; readonly optimizer: AdamW },
  progress: TrainingProgress,
): void {
  const { steps, moments } = parts.optimizer.snapshot();
  const tensors = new Map([
    ...prefixed('network.', parts.network.stateDict()),
    ...prefixed('average.', parts.average.stateDict()),
    ...prefixed('moment.', moments),
  ]);
  writeSafetensors(path.join(directory, files.weights), tensors, { metadata: { steps: String(steps) } });
  writeFileAtomically(path.join(directory, files.progress), [`${JSON.stringify(progress, null, 1)}\n`]);
}

/** Sets the parts to what was saved. */
export function restoreTraining(
  directory: string,
  parts: { readonly network: GraphParserNetwork; readonly average: GraphParserNetwork; readonly optimizer: AdamW },
): void {
  const file = path.join(directory, files.weights);
  const { tensors, metadata } = readSafetensors(file);
  parts.network.loadStateDict(withoutPrefix(tensors, 'network.'), file);
  parts.average.loadStateDict(withoutPrefix(tensors, 'average.'), file);
  parts.optimizer.restore({ steps: Number(metadata.steps), moments: withoutPrefix(tensors, 'moment.') });
}

function prefixed<T>(prefix: string, tensors: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...tensors].map(([name, tensor]) => [prefix + name, tensor] as const);
}
