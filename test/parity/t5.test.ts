import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadT5 } from '../../main/models/t5/folder.ts';
import { t5Keys } from '../../main/models/t5/keys.ts';
import type { T5 } from '../../main/models/t5/model.ts';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import { paddingBias } from '../../main/tensor/masks.ts';
import { meanCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { expectGeneration } from './compare-generation.ts';
import { expectGradients, publishedGradients } from './compare-gradients.ts';
import { type Expected, expectedFigures, expectedTensors, parityFolder, tolerance } from './fixture.ts';
import { shiftedRight } from './image-text.ts';
import { expectClose } from './rounding.ts';

// Reference: transformers with torch on a CPU; the versions stand in each expected.json as "source".

const folders = ['t5-flan', 't5-v1.0'].map((name) => ({ name, folder: parityFolder(name) }));

describe.skipIf(folders.some(({ folder }) => !folder)).each(folders)('$name', ({ folder }) => {
  if (!folder) return;
  const expected: Expected = expectedFigures(folder);
  const tensor = expectedTensors(folder);
  const ids = tensor('input_ids');
  const [batch, sources] = ids.shape as [number, number];
  const mask = tensor('attention_mask').data;
  const labels = tensor('labels');
  const length = labels.shape[1]!;
  let model: T5;
  beforeAll(() => {
    model = loadT5(path.resolve(folder));
  });
  afterAll(() => model.dispose());

  const encode = () => model.encode(model.embed(ids.data as Int32Array, sources), paddingBias(mask, batch), null);
  const inputs = (): Int32Array => {
    const { decoder_start_token_id: start, pad_token_id: padding } = model.config;
    return shiftedRight(labels, start ?? padding, padding);
  };
  const logits = () => model.logits(encode(), paddingBias(mask, batch), inputs(), length, null);
  const loss = () => meanCrossEntropy(logits(), labels.data as Int32Array);

  it('encodes to the reference at every token that is not padding', () => {
    expectClose(model, encode, tensor('act.encoder').data, { name: 'encoder', allowed: tolerance.activation, mask });
  });

  it('gives its logits and loss', () => {
    expectClose(model, logits, tensor('logits').data, { name: 'logits', allowed: tolerance.activation });
    expectClose(model, loss, [expected.loss], { name: 'loss', allowed: tolerance.loss });
  });

  it('gives its gradients', () => {
    const bias = 'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight';
    const reference = new Map([
      ['shared.weight', tensor('grad.shared')],
      [bias, tensor('grad.enc0_bias')],
    ]);
    expectGradients(model, () => publishedGradients(model, t5Keys(model.isTied), loss), reference);
  });

  it.each(Object.keys(expected.generate))('writes what the reference writes: %s', (title) => {
    const { decoder_start_token_id: start, pad_token_id: padding, eos_token_id: end } = model.config;
    const before = tf.memory().numTensors;
    const begin = () => {
      const hidden = paddingBias(mask, batch);
      const writer = {
        vocabularySize: model.config.vocab_size,
        special: { padding, start: start ?? padding, end, forbidden: [] },
        begin: (memory: Tensor, sequences: number) => model.begin(memory, hidden, sequences),
      };
      return { writer, memory: encode() };
    };
    const prompts = Array.from({ length: batch }, () => [start ?? padding]);
    expectGeneration(model, begin, prompts, expected.generate[title]!);
    expect(tf.memory().numTensors).toBe(before);
  });
});
