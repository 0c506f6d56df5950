import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBlip } from '../../main/models/blip/folder.ts';
import type { Blip } from '../../main/models/blip/model.ts';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import { paddingBias } from '../../main/tensor/masks.ts';
import { ignoredLabel, meanCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { expectGeneration } from './compare-generation.ts';
import { expectedFigures, expectedTensors, parityFolder, tolerance } from './fixture.ts';
import { pixels } from './image-text.ts';
import { expectClose } from './rounding.ts';

const folder = parityFolder('blip-caption');

describe.skipIf(!folder)('blip-caption', () => {
  if (!folder) return;
  const expected = expectedFigures(folder);
  const tensor = expectedTensors(folder);
  const ids = tensor('input_ids');
  const [batch, length] = ids.shape as [number, number];
  const mask = tensor('attention_mask').data;
  let model: Blip;
  beforeAll(() => {
    model = loadBlip(folder);
  });
  afterAll(() => model.dispose());

  const see = () => model.vision.apply(pixels(tensor('pixel_values')));
  const logits = () => model.logits(see(), ids.data as Int32Array, length, null, { mask: paddingBias(mask, batch) });
  const close = (of: () => Tensor, values: ArrayLike<number>, name: string, allowed: number): void =>
    expectClose(model, of, values, { name, allowed });

  it('sees as the reference does', () => {
    close(see, tensor('act.image_embeds').data, 'act.image_embeds', tolerance.activation);
  });

  it('gives its logits and loss', () => {
    close(logits, tensor('logits').data, 'logits', tolerance.activation);
    // Each place foretells the next label.
    const labels = tensor('labels').data as Int32Array;
    const next = Int32Array.from(labels, (_, at) => ((at + 1) % length === 0 ? ignoredLabel : labels[at + 1]!));
    const { label_smoothing: smoothing } = model.config.text_config;
    close(() => meanCrossEntropy(logits(), next, smoothing), [expected.loss], 'loss', tolerance.loss);
  });

  it.each(Object.keys(expected.generate))('writes what the reference writes: %s', (title) => {
    const before = tf.memory().numTensors;
    const { text_config: text } = model.config;
    const writer = {
      vocabularySize: text.vocab_size,
      special: { padding: text.pad_token_id, start: text.bos_token_id, end: text.sep_token_id, forbidden: [] },
      begin: (memory: Tensor, sequences: number) => model.decoder.begin(memory, sequences),
    };
    const prompts = Array.from({ length: batch }, () => [text.bos_token_id]);
    expectGeneration(model, () => ({ writer, memory: see() }), prompts, expected.generate[title]!);
    expect(tf.memory().numTensors).toBe(before);
  });
});
