import { expect } from 'vitest';
import { beamHypotheses } from '../../main/generation/beam.ts';
import { greedy } from '../../main/generation/roll-out.ts';
import type { Writer } from '../../main/models/captioner.ts';
import type { Tensor } from '../../main/tensor/backend.ts';
import { type GenerationCase, tolerance } from './fixture.ts';

/** A sequence up to and with its first end token behind the prompt: what follows is padding of the batch. */
function upToEnd(tokens: readonly number[], promptLength: number, end: number): number[] {
  const at = tokens.indexOf(end, promptLength);
  return at < 0 ? [...tokens] : tokens.slice(0, at + 1);
}

/** Generates as the reference was asked to and compares every sequence and, of a beam search, every score. */
export function expectGeneration(
  model: Writer,
  memory: Tensor,
  prompts: readonly (readonly number[])[],
  { args, sequences, sequences_scores: scores }: GenerationCase,
): void {
  const rules = {
    repetitionPenalty: args.repetition_penalty ?? 1,
    noRepeatNgramSize: args.no_repeat_ngram_size ?? 0,
    minNewTokens: args.min_new_tokens ?? 0,
  };
  const returned = args.num_return_sequences ?? 1;
  const promptOf = (row: number): readonly number[] => prompts[Math.floor(row / returned)]!;
  const expected = sequences.map((tokens, row) => upToEnd(tokens, promptOf(row).length, model.special.end));
  if (args.num_beams === 1) {
    const written = greedy(model, memory, args.max_new_tokens, { ...rules, prompts });
    expect(written.map(({ tokens }, row) => [...promptOf(row), ...tokens])).toEqual(expected);
    return;
  }
  const found = beamHypotheses(
    model,
    memory,
    {
      ...rules,
      beams: args.num_beams,
      maxNewTokens: args.max_new_tokens,
      lengthPenalty: args.length_penalty ?? 1,
      earlyStopping: args.early_stopping ?? false,
      cut: 'compete',
      sequences: returned,
    },
    prompts,
  ).flat();
  expect(found.map(({ sequence }, row) => [...promptOf(row), ...sequence.tokens])).toEqual(expected);
  for (const [row, { score, sequence }] of found.entries()) {
    // A penalty below 0 multiplies Σ ln p by a power of the length, and its last digits with it.
    const factor = Math.max(1, sequence.tokens.length ** -(args.length_penalty ?? 1));
    expect(Math.abs(score - scores![row]!), `score of sequence ${row}`).toBeLessThan(tolerance.beamScore * factor);
  }
}
