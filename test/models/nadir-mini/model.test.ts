import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../../main/checkpoint/safetensors.ts';
import type { NadirMini } from '../../../main/models/nadir-mini/model.ts';
import { Vocabulary } from '../../../main/models/nadir-mini/vocabulary.ts';
import { type Scalar, tf } from '../../../main/tensor/backend.ts';
import { Dropout } from '../../../main/tensor/dropout.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { captions, features, smallModel, smallVocabulary, worst } from './small-model.ts';

let model: NadirMini;
let before: number;
beforeEach(() => {
  before = tf.memory().numTensors;
  model = smallModel();
});
// Every test here also shows that nothing leaks.
afterEach(() => {
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

const length = 5;
const inputs = captions(4, length);

/** Logits of two captions for each of two images. */
const logits = (of: NadirMini, dropout: Dropout | null = null): Float32Array =>
  tf.tidy(() => of.logits(of.encode(features(2), dropout), inputs, length, dropout).dataSync() as Float32Array);

it('equal seeds give equal models; dropout changes what they say, and its seed decides how', () => {
  const [twin, other] = [smallModel(), smallModel(2)];
  expect(logits(twin)).toEqual(logits(model));
  expect(logits(other)).not.toEqual(logits(model));
  const dropped = (seed: number): Float32Array => logits(model, new Dropout(0.3, new Random(seed)));
  expect(dropped(1)).not.toEqual(logits(model));
  expect(dropped(1)).toEqual(dropped(1));
  expect(dropped(1)).not.toEqual(dropped(2));
  twin.dispose();
  other.dispose();
});

/** A loss that every part has a share in: cross-entropy of uneven weights on the captions shifted by one. */
function loss(dropout: Dropout | null = null): Scalar {
  const weights = values([inputs.length], 8).dataSync() as Float32Array;
  const labels = Int32Array.from(inputs, (_, at) => inputs[(at + 1) % inputs.length]!);
  return weightedCrossEntropy(
    model.logits(model.encode(features(2), dropout), inputs, length, dropout),
    labels,
    weights.map((weight) => 2 * weight),
  );
}

/** One parameter of every kind of every part. */
const probed = [
  'image_tokens.projection.weight',
  'image_tokens.projection.bias',
  'image_tokens.norm.weight',
  'image_tokens.row_embedding',
  'image_tokens.column_embedding',
  'image_tokens.whole_embedding',
  'qformer.query_tokens',
  'qformer.layer.0.self_attention.q.weight',
  'qformer.layer.0.cross_attention.k.weight',
  'qformer.layer.1.cross_attention.v.bias',
  'qformer.layer.1.self_attention_residual.norm.weight',
  'qformer.layer.0.intermediate.weight',
  'qformer.layer.1.output.bias',
  'qformer.norm.bias',
  'language_projection.weight',
  'language_projection.bias',
  'embedding',
  'decoder.relative_attention_bias',
  'decoder.block.0.self_attention.k.weight',
  'decoder.block.1.cross_attention.q.weight',
  'decoder.block.0.cross_attention.v.weight',
  'decoder.block.0.cross_attention_norm.weight',
  'decoder.block.1.feed_forward.wi.weight',
  'decoder.block.0.feed_forward.wo.weight',
  'decoder.final_norm.weight',
];

/** Checks the gradient of a loss by a parameter against central differences along two directions. */
function expectRightGradient(name: string, of: () => Scalar): void {
  tf.tidy(() => {
    const variable = model.trainableParameters().get(name)!;
    const gradient = Object.values(tf.variableGrads(of, [variable]).grads)[0]!;
    const steepness = tf.norm(gradient).dataSync()[0]!;
    expect(steepness).toBeGreaterThan(1e-4);
    const start = variable.clone();
    // Along the gradient itself, so that the difference stands far above single precision, and along a random direction.
    for (const direction of [
      tf.div(gradient, steepness),
      tf.div(values(variable.shape, 4), Math.sqrt(variable.size)),
    ]) {
      // Small where the loss is steep: it bends there too.
      const step = Math.min(2e-2, 0.05 / steepness);
      const shifted = (by: number): number => {
        variable.assign(tf.add(start, tf.mul(direction, by)));
        return of().dataSync()[0]!;
      };
      const numeric = (shifted(step) - shifted(-step)) / (2 * step);
      variable.assign(start);
      const analytic = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
      expect(Math.abs(numeric - analytic)).toBeLessThan(0.01 * steepness + 2e-5);
    }
  });
}

it.each(probed)('the gradient of %s along a direction equals the central difference', (name) => {
  expectRightGradient(name, () => loss());
});

it.each(probed.filter((name) => name.includes('attention.')))('so it does under dropout: %s', (name) => {
  // A generator of the same seed for each evaluation: the same masks.
  expectRightGradient(name, () => loss(new Dropout(0.25, new Random(11))));
});

it('training reaches every parameter but those of the tower and the feature scale', () => {
  const trained = [...model.trainableParameters().keys()];
  const all = [...model.namedParameters()].map(([name]) => name);
  const frozen = all.filter((name) => !trained.includes(name));
  expect(frozen.filter((name) => !name.startsWith('vision_tower.'))).toEqual([
    'image_tokens.scale.mean',
    'image_tokens.scale.deviation',
  ]);
  expect(frozen).toHaveLength(2 * 15 + 2);
  tf.tidy(() => {
    const { grads } = tf.variableGrads(() => loss(), [...model.trainableParameters().values()]);
    expect(Object.keys(grads)).toHaveLength(trained.length);
    const silent = [...model.trainableParameters()]
      .filter(([, variable]) => !(tf.max(tf.abs(grads[variable.name]!)).dataSync()[0]! > 0))
      .map(([name]) => name);
    // A key's bias shifts all scores of a query alike and softmax ignores it; rounding decides what is left of its gradient.
    expect(silent.filter((name) => !name.endsWith('.k.bias'))).toEqual([]);
  });
});

it('weights written as safetensors and read by a model of another seed give the same logits to the bit', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nadir-mini-'));
  const file = path.join(folder, 'model.safetensors');
  const other = smallModel(2);
  try {
    writeSafetensors(file, model.stateDict());
    other.loadStateDict(readSafetensors(file).tensors, file);
    expect(logits(other)).toEqual(logits(model));
    // At half the size the logits, which are of order 1, stay within a hundredth.
    writeSafetensors(file, model.stateDict(), { type: 'F16' });
    other.loadStateDict(readSafetensors(file).tensors, file);
    expect(worst(logits(other), logits(model))).toBeLessThan(0.01);
    expect(other.trainableParameters().size).toBe(model.trainableParameters().size);
  } finally {
    rmSync(folder, { recursive: true });
    other.dispose();
  }
});

it('more words keep the logits of the old ones, and new ones are neither favoured nor ruled out', () => {
  const old = logits(model);
  const tensors = tf.memory().numTensors;
  model.extendVocabulary(smallVocabulary.extendedBy([['zebra', 'crossing']], 1), 3);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(model.vocabularySize).toBe(13);
  const grown = logits(model);
  const rows = inputs.length;
  for (let row = 0; row < rows; row++) {
    const own = grown.slice(row * 13, row * 13 + 11);
    expect(worst(own, old.slice(row * 11, (row + 1) * 11))).toBeLessThan(1e-6);
    for (const added of grown.slice(row * 13 + 11, (row + 1) * 13)) {
      expect(added).toBeLessThan(Math.max(...own));
      expect(added).toBeGreaterThan(Math.min(...own));
    }
  }
  expect(model.words([11, 12])).toEqual(['crossing', 'zebra']);
  const embedding = model.trainableParameters().get('embedding')!;
  expect(embedding.shape).toEqual([13, 16]);
  // The new table is the one that is trained.
  const norm = tf.tidy(
    () => tf.norm(Object.values(tf.variableGrads(() => loss(), [embedding]).grads)[0]!).dataSync()[0]!,
  );
  expect(norm).toBeGreaterThan(1e-3);
});

it('logits are the last hidden state, of length √D, times D^−½ times the embeddings', () => {
  model.extendVocabulary(smallVocabulary.extendedBy([['p', 'q', 'r', 's', 't']], 1), 3);
  const state = model.stateDict();
  // Sixteen words of width sixteen: the unit matrix as embeddings shows the hidden state, whose mean square is 1.
  const unit = Float32Array.from({ length: 256 }, (_, at) => (at % 17 === 0 ? 1 : 0));
  state.set('embedding', { shape: [16, 16], data: unit });
  model.loadStateDict(state, 'a test');
  const rows = logits(model);
  for (let row = 0; row < inputs.length; row++) {
    const squares = rows.slice(row * 16, (row + 1) * 16).map((value) => value ** 2);
    expect(squares.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
  }
});

it('the same words again change nothing', () => {
  const old = logits(model);
  model.extendVocabulary(new Vocabulary(smallVocabulary.words, 'a test'), 3);
  expect(logits(model)).toEqual(old);
});

it('a vocabulary that gives an old id to another word, or has fewer words, is refused and changes nothing', () => {
  const old = logits(model);
  const swapped = [...smallVocabulary.words.slice(0, 4), 'zebra', ...smallVocabulary.words.slice(5), 'crossing'];
  expect(() => model.extendVocabulary(new Vocabulary(swapped, 'a test'), 3)).toThrow(
    'A vocabulary can only grow: word 4 is "a" in the model and "zebra" in the new one.',
  );
  expect(() => model.extendVocabulary(new Vocabulary(smallVocabulary.words.slice(0, 9), 'a test'), 3)).toThrow('null');
  expect(model.vocabularySize).toBe(11);
  expect(logits(model)).toEqual(old);
});
