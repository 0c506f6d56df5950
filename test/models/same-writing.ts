import { expect } from 'vitest';
import { beamHypotheses } from '../../main/generation/beam.ts';
import { greedy, sample } from '../../main/generation/roll-out.ts';
import type { Sequence } from '../../main/generation/sequence.ts';
import type { Writer } from '../../main/models/captioner.ts';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import { Random } from '../../main/tensor/random.ts';
import { worst } from './nadir-mini/small-model.ts';
import { sumsReordered } from './padded-batch.ts';

/** A model that is about to write behind a memory, and what else it needs while it does. */
export interface Begun {
  readonly writer: Writer;
  readonly memory: Tensor;
  readonly others?: readonly (Tensor | undefined)[];
}

const maxNewTokens = 9;
const perImage = 4;
const sampling = { sequencesPerImage: perImage, maxNewTokens, temperature: 0.9, topK: 0, topP: 1 };
/** The generator of an image's own. */
const ownRandom = (image: number): Random => new Random(8, image);

/** Notes what it drew. */
class HeardRandom extends Random {
  readonly draws: number[] = [];

  override uniform(): number {
    const drawn = super.uniform();
    this.draws.push(drawn);
    return drawn;
  }
}

/** Draws what it was given. */
class PlayedRandom extends Random {
  readonly #draws: readonly number[];
  #next = 0;

  constructor(draws: readonly number[]) {
    super(0);
    this.#draws = draws;
  }

  override uniform(): number {
    const drawn = this.#draws[this.#next++];
    if (drawn === undefined) throw new RangeError('More was drawn than was given.');
    return drawn;
  }
}

/** What the samples of each image drew: at each place the samples draw in turn, until they end. */
function drawsByImage(samples: readonly Pick<Sequence, 'tokens'>[], draws: readonly number[]): number[][] {
  const own = Array.from({ length: samples.length / perImage }, (): number[] => []);
  let next = 0;
  for (let place = 0; place < maxNewTokens; place++)
    for (const [row, { tokens }] of samples.entries())
      if (place < tokens.length) own[Math.floor(row / perImage)]!.push(draws[next++]!);
  expect(next).toBe(draws.length);
  return own;
}

/** Everything that is written behind a memory: greedily, by beam search, and drawn. */
export function writeAll({ writer, memory }: Begun, random: Random) {
  return {
    greedy: greedy(writer, memory, maxNewTokens),
    beam: beamHypotheses(writer, memory, { beams: 3, maxNewTokens, lengthPenalty: 0.7 }),
    samples: sample(writer, memory, sampling, random),
  };
}

type Written = Pick<Sequence, 'tokens' | 'finished' | 'logProbabilities'>;

function expectSameSequence(actual: Written, expected: Written): void {
  expect(actual.tokens).toEqual(expected.tokens);
  expect(actual.finished).toBe(expected.finished);
  expect(worst(actual.logProbabilities, expected.logProbabilities)).toBeLessThan(sumsReordered);
}

/**
 * Checks that a batch writes what each of its rows writes alone: the same words greedily, by beam search with the same
 * scores, drawn by the same random numbers, and by a generator of each image's own, each word with the same ln p. Frees
 * what was begun.
 */
export function expectSameWriting(together: Begun, alone: readonly Begun[]): void {
  const heard = new HeardRandom(3);
  const whole = writeAll(together, heard);
  const draws = drawsByImage(whole.samples, heard.draws);
  const drawn = sample(
    together.writer,
    together.memory,
    sampling,
    alone.map((_, image) => ownRandom(image)),
  );
  for (const [image, begun] of alone.entries()) {
    const ownDrawn = sample(begun.writer, begun.memory, sampling, [ownRandom(image)]);
    for (const [place, sampled] of ownDrawn.entries()) expectSameSequence(sampled, drawn[image * perImage + place]!);
    const own = writeAll(begun, new PlayedRandom(draws[image]!));
    expectSameSequence(own.greedy[0]!, whole.greedy[image]!);
    for (const [place, sampled] of own.samples.entries()) {
      const expected = whole.samples[image * perImage + place]!;
      expectSameSequence(sampled, expected);
      expect(worst(sampled.entropies, expected.entropies)).toBeLessThan(sumsReordered);
    }
    expect(own.beam[0]).toHaveLength(whole.beam[image]!.length);
    for (const [place, { sequence, score }] of own.beam[0]!.entries()) {
      const expected = whole.beam[image]![place]!;
      expectSameSequence(sequence, expected.sequence);
      expect(Math.abs(score - expected.score)).toBeLessThan(sumsReordered);
    }
  }
  // Rows mixed up, or written on behind their end, would show.
  expect(new Set(whole.beam.map(([best]) => best!.score)).size).toBe(alone.length);
  expect(new Set(whole.samples.map(({ tokens }) => tokens.length)).size).toBeGreaterThan(1);
  for (const { memory, others = [] } of [together, ...alone]) tf.dispose([memory, ...others.filter((each) => !!each)]);
}
