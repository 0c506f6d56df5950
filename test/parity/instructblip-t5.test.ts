import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadInstructBlip } from '../../main/models/instructblip/folder.ts';
import { instructBlipKeys } from '../../main/models/instructblip/keys.ts';
import type { InstructBlip } from '../../main/models/instructblip/model.ts';
import { type Tensor, type Tensor2D, tf } from '../../main/tensor/backend.ts';
import { meanCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { expectGeneration } from './compare-generation.ts';
import { expectGradients, publishedGradients } from './compare-gradients.ts';
import {
  type Expected,
  expectedFigures,
  expectedNames,
  expectedTensors,
  type FixtureTensor,
  parityFolder,
  tolerance,
} from './fixture.ts';
import { padded, pixels, shiftedRight } from './image-text.ts';
import { expectClose } from './rounding.ts';

const folder = parityFolder('instructblip-t5');

describe.skipIf(!folder)('instructblip-t5', () => {
  if (!folder) return;
  const expected: Expected = expectedFigures(folder);
  const tensor = expectedTensors(folder);
  const labels = tensor('labels');
  const [batch, length] = labels.shape as [number, number];
  const prompt = padded(tensor('prompt_ids'), tensor('prompt_mask'));
  const instruction = padded(tensor('qformer_input_ids'), tensor('qformer_attention_mask'));
  let model: InstructBlip;
  beforeAll(() => {
    model = loadInstructBlip(folder);
  });
  afterAll(() => model.dispose());

  const start = (): number => model.t5.config.decoder_start_token_id ?? model.t5.config.pad_token_id;
  const see = (images: FixtureTensor = tensor('pixel_values')) => model.vision.apply(pixels(images));
  const memory = () => {
    const read = model.read(see(), instruction, null);
    return model.memory(model.prefix(model.project(read), prompt), model.prefixMask(prompt, batch));
  };
  const logits = (): Tensor2D => {
    const { memory: states, bias } = memory();
    return model.t5.logits(states, bias, shiftedRight(labels, start(), model.t5.config.pad_token_id), length, null);
  };
  const loss = () => meanCrossEntropy(logits(), labels.data as Int32Array);
  const close = (of: () => Tensor, name: string, mask?: ArrayLike<number>): void =>
    expectClose(model, of, tensor(name).data, { name, allowed: tolerance.activation, ...(mask ? { mask } : {}) });

  it('sees, reads, projects and encodes as the reference does', () => {
    close(see, 'act.vision_last_hidden');
    // Queries and words; words that are padding are read by nobody.
    const words = model.prefixMask(instruction, batch);
    close(() => model.read(see(), instruction, null), 'act.qformer_out', words);
    close(() => model.project(model.read(see(), instruction, null)), 'act.language_projection');
    close(() => memory().memory, 'act.text_encoder_last_hidden', model.prefixMask(prompt, batch));
  });

  it('gives its logits and loss', () => {
    close(logits, 'logits');
    expectClose(model, loss, [expected.loss], { name: 'loss', allowed: tolerance.loss });
  });

  it('gives every gradient of what is trained, through the frozen language model', () => {
    const before = tf.memory().numTensors;
    const keys = instructBlipKeys(model.config, 'hugging-face', model.t5.isTied);
    const gradients = () => publishedGradients(model, keys, loss);
    const names = expectedNames(folder, 'grad.');
    expect([...gradients().keys()].sort()).toEqual(names.sort());
    expectGradients(model, gradients, new Map(names.map((name) => [name, tensor(`grad.${name}`)])));
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(Object.keys(expected.generate))('writes what the reference writes: %s', (title) => {
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
    const prompts = Array.from({ length: batch }, () => [start()]);
    expectGeneration(model, begin, prompts, expected.generate[title]!);
    expect(tf.memory().numTensors).toBe(before);
  });
});
