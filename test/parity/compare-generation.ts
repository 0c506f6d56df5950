import { expect } from 'vitest';
import { beamHypotheses } from '../../main/generation/beam.ts';
import { greedy } from '../../main/generation/roll-out.ts';
import type { Writer } from '../../main/models/captioner.ts';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { type GenerationCase, tolerance } from './fixture.ts';
import { rounds, underRounding } from './rounding.ts';

interface Written {
  /** With the prompt. */
  readonly tokens: readonly number[];
  /** Of a beam search: Σ ln p over length^penalty. */
  readonly score: number | null;
}

/** A sequence up to and with its first end token behind the prompt: what follows is padding of the batch. */
function upToEnd(tokens: readonly number[], promptLength: number, end: number): number[] {
  const at = tokens.indexOf(end, promptLength);
  return at < 0 ? [...tokens] : tokens.slice(0, at + 1);
}

/** What the model writes for each image when asked as the reference was: one sequence or several each. */
function generate(
  model: Writer,
  memory: Tensor,
  prompts: readonly (readonly number[])[],
  args: GenerationCase['args'],
): Written[][] {
  const rules = {
    repetitionPenalty: args.repetition_penalty ?? 1,
    noRepeatNgramSize: args.no_repeat_ngram_size ?? 0,
    minNewTokens: args.min_new_tokens ?? 0,
  };
  if (args.num_beams === 1)
    return greedy(model, memory, args.max_new_tokens, { ...rules, prompts }).map(({ tokens }, row) => [
      { tokens: [...prompts[row]!, ...tokens], score: null },
    ]);
  const options = {
    ...rules,
    beams: args.num_beams,
    maxNewTokens: args.max_new_tokens,
    lengthPenalty: args.length_penalty ?? 1,
    earlyStopping: args.early_stopping ?? false,
    cut: 'compete',
    sequences: args.num_return_sequences ?? 1,
  } as const;
  return beamHypotheses(model, memory, options, prompts).map((found, row) =>
    found.map(({ score, sequence }) => ({ tokens: [...prompts[row]!, ...sequence.tokens], score })),
  );
}

/** Whether two sets of sequences of one image are the same but for their scores. */
const sameTokens = (one: readonly Written[], other: readonly Written[]): boolean =>
  one.every(({ tokens }, at) => tokens.join() === other[at]!.tokens.join());

/** How far the scores of two sets of the same sequences are apart, for a length penalty. */
function scoresApart(one: readonly Written[], other: readonly Written[], promptLength: number, penalty = 1): number {
  const distances = one.map(({ tokens, score }, at) => {
    // A penalty below 0 multiplies Σ ln p by a power of the length, and its last digits with it.
    const factor = Math.max(1, (tokens.length - promptLength) ** -penalty);
    return score === null ? 0 : Math.abs(score - other[at]!.score!) / factor;
  });
  return Math.max(...distances);
}

/**
 * Has `model` write as the reference was asked to and compares every sequence and, of a beam search, every score. Two
 * continuations may be so near to each other that rounding chooses: an image for which `model` writes otherwise passes,
 * with a line saying so, if it writes exactly the reference's when its weights are rounded otherwise in their last place, with
 * scores as near as those of such roundings are to each other.
 */
export function expectGeneration(
  model: Module,
  begin: () => { readonly writer: Writer; readonly memory: Tensor },
  prompts: readonly (readonly number[])[],
  { args, sequences, sequences_scores: scores }: GenerationCase,
): void {
  let end = 0;
  const write = (): Written[][] => {
    let written: Written[][] = [];
    tf.tidy(() => {
      const { writer, memory } = begin();
      end = writer.special.end;
      written = generate(writer, memory, prompts, args);
    });
    return written;
  };
  const found = write();
  const returned = args.num_return_sequences ?? 1;
  const expected = prompts.map((prompt, image) =>
    sequences.slice(image * returned, (image + 1) * returned).map((tokens, at): Written => {
      const score = scores?.[image * returned + at] ?? null;
      return { tokens: upToEnd(tokens, prompt.length, end), score };
    }),
  );
  expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  const apart = (written: readonly Written[], image: number): number => {
    const [sought, { length }] = [expected[image]!, prompts[image]!];
    return sameTokens(written, sought)
      ? scoresApart(written, sought, length, args.length_penalty)
      : Number.POSITIVE_INFINITY;
  };
  const undecided = prompts.flatMap((_, image) => (apart(found[image]!, image) < tolerance.beamScore ? [] : [image]));
  if (undecided.length === 0) return;
  const otherwise = [...underRounding(model, rounds, write)];
  for (const image of undecided) {
    const same = otherwise.map((written) => written[image]!).filter((written) => sameTokens(written, expected[image]!));
    expect(same.length > 0 ? expected[image] : found[image], `image ${image}`).toEqual(expected[image]);
    const nearest = Math.min(...same.map((written) => apart(written, image)));
    const spread = Math.max(
      ...same.map((written) => scoresApart(written, same[0]!, prompts[image]!.length, args.length_penalty)),
    );
    expect(nearest, `scores of image ${image}`).toBeLessThan(Math.max(tolerance.beamScore, spread));
  }
  console.info(
    `Images ${undecided.join(', ')}: sequences so near to each other that single precision does not decide.`,
  );
}
