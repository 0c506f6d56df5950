import { expect, it } from 'vitest';
import type { Blip } from '../../main/models/blip/model.ts';
import type { InstructBlip } from '../../main/models/instructblip/model.ts';
import { type Scalar, type Tensor4D, tf } from '../../main/tensor/backend.ts';
import { Dropout } from '../../main/tensor/dropout.ts';
import { paddingBias } from '../../main/tensor/masks.ts';
import type { Module } from '../../main/tensor/module.ts';
import { meanCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../main/tensor/random.ts';
import { values } from '../tensor/ops/finite-differences.ts';
import { worst } from './nadir-mini/small-model.ts';
import { smallBlip, smallInstructBlip } from './small-published.ts';

const length = 5;
const inputs = Int32Array.from({ length: 2 * length }, (_, at) => 4 + ((7 * at) % 30));
const labels = Int32Array.from({ length: 2 * length }, (_, at) => 4 + ((11 * at) % 30));

/** Loss, gradients by name, and the most tensors that were alive when the forward pass had ended. */
function gradients(module: Module, loss: () => Scalar) {
  const found = new Map<string, Float32Array>();
  let alive = 0;
  const before = tf.memory().numTensors;
  const value = tf.tidy(() => {
    const parameters = module.trainableParameters();
    const result = tf.variableGrads(() => {
      const scalar = loss();
      alive = keptByTape();
      return scalar;
    }, [...parameters.values()]);
    for (const [name, variable] of parameters)
      found.set(name, result.grads[variable.name]!.dataSync().slice() as Float32Array);
    return result.value.dataSync()[0]!;
  });
  expect(tf.memory().numTensors).toBe(before);
  return { value, found, alive };
}

/** Tensors that the tape holds for the gradient. */
function keptByTape(): number {
  const { state } = tf.engine() as unknown as { state: { activeTape: { saved: unknown[] | null }[] } };
  return state.activeTape.reduce((count, { saved }) => count + (saved?.length ?? 0), 0);
}

function compare(module: Module, parts: readonly { checkpointing: boolean }[], loss: () => Scalar): void {
  const kept = gradients(module, loss);
  for (const part of parts) part.checkpointing = true;
  const recomputed = gradients(module, loss);
  expect(recomputed.value).toBeCloseTo(kept.value, 5);
  expect([...recomputed.found.keys()]).toEqual([...kept.found.keys()]);
  for (const [name, gradient] of kept.found) {
    const scale = Math.max(...gradient.map(Math.abs));
    expect(worst(recomputed.found.get(name)!, gradient), name).toBeLessThan(1e-4 * scale + 1e-6);
  }
  expect(recomputed.alive).toBeLessThan(0.6 * kept.alive);
}

it('BLIP: recomputed blocks give the same loss and gradients under dropout, and the tape holds far less', () => {
  const model: Blip = smallBlip();
  const images = values([2, 8, 8, 3], 1) as Tensor4D;
  // The same masks in each pass.
  compare(model, [model.vision, model.decoder], () => {
    const dropout = new Dropout(0.25, new Random(3));
    return meanCrossEntropy(model.logits(model.vision.apply(images), inputs, length, dropout), labels);
  });
  images.dispose();
  model.dispose();
});

it.each(['t5', 'llama'] as const)('BLIP-2 with %s: so through a frozen language model with padding', (language) => {
  // Without an instruction, so that every trained weight has a gradient.
  const model: InstructBlip = smallInstructBlip(language, 'blip-2');
  const features = values([2, 5, 12], 2);
  const prompt = { tokens: Int32Array.of(10, 11, 12, 13, 0, 0), length: 3, mask: [1, 1, 1, 1, 0, 0] };
  const mask = model.prefixMask(prompt, 2);
  const parts = language === 't5' ? [model.t5.encoder, model.t5.decoder] : [model.llama];
  compare(model, parts, () => {
    const prefix = model.prefix(model.project(model.read(features, null, null)), prompt);
    if (language === 't5') {
      const { memory, bias } = model.memory(prefix, mask);
      return meanCrossEntropy(model.t5.logits(memory, bias, inputs, length, null), labels);
    }
    const whole = tf.concat([prefix, model.llama.embed(inputs, length)], 1);
    const all = mask.length / 2 + length;
    const seen = Uint8Array.from({ length: 2 * all }, (_, at) => {
      const place = at % all;
      return place < mask.length / 2 ? mask[(Math.floor(at / all) * mask.length) / 2 + place]! : 1;
    });
    const positions = Int32Array.from({ length: 2 * all }, (_, at) => at % all);
    const { hidden } = model.llama.apply(whole, { positions, mask: seen }, null);
    return meanCrossEntropy(model.llama.words(tf.slice(hidden, [0, all - length, 0], [2, length, 16])), labels);
  });
  features.dispose();
  model.dispose();
});

it('padding changes nothing: the memory bias of a prompt cut short equals the shorter prompt', () => {
  const model = smallInstructBlip('t5');
  const features = values([1, 5, 12], 2);
  const logits = (tokens: number[], mask: number[]): Float32Array =>
    tf.tidy(() => {
      const prompt = { tokens: Int32Array.from(tokens), length: tokens.length, mask };
      const instruction = { tokens: Int32Array.from(tokens), length: tokens.length, mask };
      const prefix = model.prefix(model.project(model.read(features, instruction, null)), prompt);
      const { memory, bias } = model.memory(prefix, model.prefixMask(prompt, 1));
      expect(bias === undefined).toBe(paddingBias(mask, 1) === undefined);
      return model.t5.logits(memory, bias, inputs.slice(0, length), length, null).dataSync().slice() as Float32Array;
    });
  expect(worst(logits([10, 11, 0, 0], [1, 1, 0, 0]), logits([10, 11], [1, 1]))).toBeLessThan(2e-5);
  expect(worst(logits([10, 11, 12, 13], [1, 1, 1, 1]), logits([10, 11], [1, 1]))).toBeGreaterThan(1e-3);
  features.dispose();
  model.dispose();
});
