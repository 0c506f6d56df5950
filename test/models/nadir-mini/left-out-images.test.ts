import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beamHypotheses } from '../../../main/generation/beam.ts';
import { greedy, sample } from '../../../main/generation/roll-out.ts';
import type { Writer } from '../../../main/models/captioner.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { features, smallModel } from './small-model.ts';

const leaving = vi.hoisted(() => ({ isOn: true }));
vi.mock(import('../../../main/generation/open-images.ts'), async (original) => {
  const { stillWritten } = await original();
  return { stillWritten: (done) => (leaving.isOn ? stillWritten(done) : [...done.keys()]) };
});

const images = 24;
const model = smallModel();
const memory = tf.tidy(() => model.encode(features(images), null));
afterAll(() => {
  memory.dispose();
  model.dispose();
});

let before: number;
beforeEach(() => {
  before = tf.memory().numTensors;
});
// Every test here also shows that nothing leaks.
afterEach(() => expect(tf.memory().numTensors).toBe(before));

/** The model, and how many rows each of its steps had. */
function watched(): { readonly writer: Writer; readonly rows: number[] } {
  const rows: number[] = [];
  const begin: Writer['begin'] = (of, sequences) => {
    const state = model.begin(of, sequences);
    const noted = (tokens: Int32Array): Int32Array => {
      rows.push(tokens.length);
      return tokens;
    };
    return {
      step: (tokens) => state.step(noted(tokens)),
      read: (tokens, reader) => state.read(noted(tokens), reader),
      keep: (kept) => state.keep(kept),
      dispose: () => state.dispose(),
    };
  };
  return { writer: { vocabularySize: model.vocabularySize, special: model.special, begin }, rows };
}

const drawn = { sequencesPerImage: 2, maxNewTokens: 16, temperature: 1, topK: 0, topP: 1 };
const writings: Readonly<Record<string, (writer: Writer) => unknown[]>> = {
  greedy: (writer) => greedy(writer, memory, 16),
  // A rule that never applies: every word is looked at.
  'greedy by rules': (writer) => greedy(writer, memory, 16, { noRepeatNgramSize: 50 }),
  'two samples of each image': (writer) => sample(writer, memory, drawn, new Random(4)),
  'beam search': (writer) => beamHypotheses(writer, memory, { beams: 3, maxNewTokens: 16, lengthPenalty: 0 }),
  'beam search by rules': (writer) =>
    beamHypotheses(writer, memory, { beams: 3, maxNewTokens: 16, lengthPenalty: 0, minNewTokens: 1 }),
};

/** The same values, numbers within the rounding of sums in another order. */
const roundly = (values: unknown): unknown =>
  JSON.parse(JSON.stringify(values), (_, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? expect.closeTo(value, 5) : value,
  );

describe.each(Object.keys(writings))('%s', (name) => {
  it('writes the same, with the same ln p, scores and entropies, whether images that are done are left out or not', () => {
    const write = (isOn: boolean) => {
      leaving.isOn = isOn;
      const { writer, rows } = watched();
      return { written: writings[name]!(writer), rows };
    };
    const [whole, less] = [write(false), write(true)];
    expect(less.written).toEqual(roundly(whole.written));
    // The comparison is one: rows became fewer.
    expect(new Set(whole.rows).size).toBe(1);
    expect(new Set(less.rows).size).toBeGreaterThan(1);
    expect(less.rows).toHaveLength(whole.rows.length);
  });
});
