import { AppError } from '../errors/app-error.ts';
import type { Variable } from './backend.ts';
import { Linear } from './layers/linear.ts';
import type { Module } from './module.ts';
import { Random } from './random.ts';

export interface LoraOptions {
  /** The linear layers to adapt, by their full names: /decoder.*\.(q|v)$/ are the queries and values of a decoder. */
  readonly pattern: RegExp;
  readonly rank: number;
  /** The change counts alpha / rank, so that the learning rate need not follow the rank. */
  readonly alpha: number;
  readonly seed: number;
  /** Whether a layer may have one, by its name: others are not named where none matches. Absent: all may. */
  readonly isAllowed?: (name: string) => boolean;
}

function* linears(module: Module): Generator<readonly [string, Linear]> {
  for (const [name, part] of module.namedModules()) if (part instanceof Linear) yield [name, part];
}

/**
 * Freezes a model and gives the linear layers whose names match a trainable change of low rank (LoRA, Hu et al. 2022).
 * Returns their names. Throws `bad_input` where none matches, listing some names that are there.
 */
export function adaptLinears(
  module: Module,
  { pattern, rank, alpha, seed, isAllowed = () => true }: LoraOptions,
): string[] {
  const all = [...linears(module)];
  const matching = all.filter(([name]) => pattern.test(name));
  if (matching.length === 0) {
    const known = all
      .map(([name]) => name)
      .filter(isAllowed)
      .slice(0, 5);
    throw new AppError(
      'bad_input',
      `No linear layer is named like ${pattern}. There are ${known.join(', ')} and others.`,
    );
  }
  module.freeze();
  const random = new Random(seed);
  for (const [, linear] of matching) linear.adapt(rank, alpha, random);
  return matching.map(([name]) => name);
}

/** Adds all changes to the weights they belong to: the model computes the same and has no adapters. */
export function mergeAdapters(module: Module): void {
  for (const [, linear] of linears(module)) linear.merge();
}

/** The parameters of the adapters alone, which is what a separate file of them holds. */
export function adapterParameters(module: Module): Map<string, Variable> {
  return new Map([...module.namedParameters()].filter(([name]) => /\.lora_[ab]$/.test(name)));
}
