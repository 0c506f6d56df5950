import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadInstructBlip } from '../../../main/models/instructblip/folder.ts';
import { instructBlipKeys } from '../../../main/models/instructblip/keys.ts';
import type { InstructBlip } from '../../../main/models/instructblip/model.ts';
import { type Tensor, type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import { ignoredLabel, meanCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { expectGeneration } from '../../parity/compare-generation.ts';
import { expectGradients, publishedGradients } from '../../parity/compare-gradients.ts';
import { tolerance, worstDifference } from '../../parity/fixture.ts';
import { pixels, shiftedRight } from '../../parity/image-text.ts';
import { paddedBatch } from '../padded-batch.ts';
import { blip2, writeBlip2 } from './fixtures/blip2-folder.ts';
import { writtenValues } from './fixtures/written-weights.ts';

// What transformers computed, within the tolerances of the specification: fixtures/make-blip2.py.

const images = blip2.prompts.length;
const prompt = paddedBatch(blip2.prompts, 'right');
const labels = paddedBatch(blip2.labels, 'right', ignoredLabel);

let model: InstructBlip;
beforeAll(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nadir blip-2 '));
  try {
    writeBlip2(folder);
    model = loadInstructBlip(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
afterAll(() => model.dispose());

const start = (): number => model.t5.config.decoder_start_token_id!;
const queries = (): Tensor => {
  const { image_size: size } = model.config.vision_config;
  const values = Float32Array.from(writtenValues('pixel_values', images * 3 * size * size), (v) => v * 3 ** 0.5);
  return model.read(model.vision.apply(pixels({ shape: [images, 3, size, size], data: values })), null, null);
};
const memory = () => model.memory(model.prefix(model.project(queries()), prompt), model.prefixMask(prompt, images));
const logits = (): Tensor2D => {
  const { memory: states, bias } = memory();
  const shown = { shape: [images, labels.length], data: labels.tokens };
  const inputs = shiftedRight(shown, start(), model.t5.config.pad_token_id);
  return model.t5.logits(states, bias, inputs, labels.length, null);
};
const loss = () => meanCrossEntropy(logits(), labels.tokens);
const valuesOf = (of: () => Tensor): Float32Array => tf.tidy(() => of().dataSync().slice() as Float32Array);

it('BLIP-2: queries, logits and loss are the reference’s', () => {
  expect(model.t5.isTied).toBe(false);
  expect(worstDifference(valuesOf(queries), blip2.queries)).toBeLessThan(tolerance.activation);
  expect(worstDifference(valuesOf(logits), blip2.logits)).toBeLessThan(tolerance.activation);
  expect(Math.abs(valuesOf(loss)[0]! - blip2.loss)).toBeLessThan(tolerance.loss);
});

it('BLIP-2: so are the gradients of queries, Q-Former and projection through the frozen T5', () => {
  const before = tf.memory().numTensors;
  const gradients = () => publishedGradients(model, instructBlipKeys(model.config, 'hugging-face', false), loss);
  const trained = Object.keys(blip2.tensors).filter((name) => /^(query|qformer|language_projection)/.test(name));
  expect([...gradients().keys()].sort()).toEqual(trained.sort());
  const reference = Object.entries(blip2.gradients).map(
    ([name, values]) => [name, { shape: blip2.tensors[name]!, data: Float32Array.from(values) }] as const,
  );
  expectGradients(model, gradients, new Map(reference));
  expect(tf.memory().numTensors).toBe(before);
});

it.each(Object.entries(blip2.generate))('BLIP-2 writes what the reference writes: %s', (_, generation) => {
  const before = tf.memory().numTensors;
  const begin = () => {
    const { memory: states, bias } = memory();
    const { config } = model.t5;
    const writer = {
      vocabularySize: config.vocab_size,
      special: { padding: config.pad_token_id, start: start(), end: config.eos_token_id, forbidden: [] },
      begin: (given: Tensor, sequences: number) => model.t5.begin(given, bias, sequences),
    };
    return { writer, memory: states };
  };
  const prompts = Array.from({ length: images }, () => [start()]);
  expectGeneration(model, begin, prompts, generation);
  expect(tf.memory().numTensors).toBe(before);
});
