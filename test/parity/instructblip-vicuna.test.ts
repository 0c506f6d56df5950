import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadInstructBlip } from '../../main/models/instructblip/folder.ts';
import { instructBlipKeys } from '../../main/models/instructblip/keys.ts';
import type { InstructBlip } from '../../main/models/instructblip/model.ts';
import { type Tensor, type Tensor2D, tf } from '../../main/tensor/backend.ts';
import { ignoredLabel, meanCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { expectGeneration } from './compare-generation.ts';
import { expectGradients, publishedGradients } from './compare-gradients.ts';
import { expectedFigures, expectedNames, expectedTensors, parityFolder, tolerance } from './fixture.ts';
import { padded, pixels } from './image-text.ts';
import { expectClose } from './rounding.ts';

const folder = parityFolder('instructblip-vicuna');

describe.skipIf(!folder)('instructblip-vicuna', () => {
  if (!folder) return;
  const expected = expectedFigures(folder);
  const tensor = expectedTensors(folder);
  const ids = tensor('train_input_ids');
  const [batch, length] = ids.shape as [number, number];
  const mask = Uint8Array.from(tensor('train_attention_mask').data);
  let model: InstructBlip;
  beforeAll(() => {
    model = loadInstructBlip(folder);
  });
  afterAll(() => model.dispose());

  const instruction = () => padded(tensor('qformer_input_ids'), tensor('qformer_attention_mask'));
  const see = () => model.vision.apply(pixels(tensor('pixel_values')));
  const read = () => model.read(see(), instruction(), null);
  /** Words of the combined ids behind the queries, which take the places of the image tokens before them. */
  const words = (of: { readonly data: ArrayLike<number> }, from: number): Int32Array =>
    Int32Array.from(of.data).filter((_, at) => at % length >= from);
  const logits = (): Tensor2D => {
    const { queries } = model.qformer;
    const prompt = { tokens: words(ids, queries), length: length - queries, mask: words({ data: mask }, queries) };
    // The reference's forward counts places without looking at the mask, unlike its generation.
    const positions = Int32Array.from({ length: batch * length }, (_, at) => at % length);
    const { hidden } = model.llama.apply(model.prefix(model.project(read()), prompt), { positions, mask }, null);
    return model.llama.words(hidden);
  };
  const loss = () => {
    // Each place foretells the next label.
    const labels = tensor('train_labels').data as Int32Array;
    const next = Int32Array.from(labels, (_, at) => ((at + 1) % length === 0 ? ignoredLabel : labels[at + 1]!));
    return meanCrossEntropy(logits(), next);
  };
  const close = (of: () => Tensor, name: string, mask?: ArrayLike<number>): void =>
    expectClose(model, of, tensor(name).data, { name, allowed: tolerance.activation, ...(mask ? { mask } : {}) });

  it('sees, reads and projects as the reference does', () => {
    close(see, 'act.vision_last_hidden');
    close(read, 'act.qformer_out', model.prefixMask(instruction(), batch));
    close(() => model.project(read()), 'act.language_projection');
  });

  it('gives its logits and loss', () => {
    close(logits, 'logits', mask);
    expectClose(model, loss, [expected.loss], { name: 'loss', allowed: tolerance.loss });
  });

  it('gives every gradient of what is trained, through the frozen language model', () => {
    const before = tf.memory().numTensors;
    const keys = instructBlipKeys(model.config, 'hugging-face', model.isHeadTied);
    const gradients = () => publishedGradients(model, keys, loss);
    const names = expectedNames(folder, 'grad.');
    expect([...gradients().keys()].sort()).toEqual(names.sort());
    expectGradients(model, gradients, new Map(names.map((name) => [name, tensor(`grad.${name}`)])));
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(Object.keys(expected.generate))('writes what the reference writes: %s', (title) => {
    const before = tf.memory().numTensors;
    const prompt = padded(tensor('prompt_ids'), tensor('prompt_mask'));
    const { config } = model.llama;
    const { queries } = model.qformer;
    // All but the prompt's last word stand before; the last is what the model is given first.
    const shorter = {
      tokens: prompt.tokens.filter((_, at) => (at + 1) % prompt.length !== 0),
      length: prompt.length - 1,
      mask: Int32Array.from(prompt.mask).filter((_, at) => (at + 1) % prompt.length !== 0),
    };
    const image = model.config.image_token_index!;
    const prompts = Array.from({ length: batch }, (_, row) => [
      ...Array.from({ length: queries }, () => image),
      ...prompt.tokens.subarray(row * prompt.length, (row + 1) * prompt.length),
    ]);
    const begin = () => {
      const prefix = model.prefix(model.project(read()), shorter);
      const seen = model.prefixMask(shorter, batch);
      const writer = {
        vocabularySize: config.vocab_size,
        special: { padding: config.pad_token_id ?? 0, start: 0, end: config.eos_token_id, forbidden: [] },
        begin: (given: Tensor, sequences: number) => model.llama.begin(given, seen, sequences),
      };
      return { writer, memory: prefix };
    };
    expectGeneration(model, begin, prompts, expected.generate[title]!);
    expect(tf.memory().numTensors).toBe(before);
  });
});
