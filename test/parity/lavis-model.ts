import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { openWeights } from '../../main/checkpoint/open-weights.ts';
import type { InstructBlip } from '../../main/models/instructblip/model.ts';
import type { Tensor2D } from '../../main/tensor/backend.ts';
import { meanCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { expectedFigures, expectedTensors, tolerance } from './fixture.ts';
import { padded, pixels, shiftedRight } from './image-text.ts';
import { expectClose } from './rounding.ts';

/** The full checkpoint and the fine-tuned one, whatever they are called: the full one is by far the larger in tensors. */
export function lavisCheckpoints(directory: string): { readonly full: string; readonly fineTuned: string } {
  const counted = readdirSync(directory)
    .filter((name) => name.endsWith('.pth'))
    .map((name) => {
      const file = path.join(directory, name);
      const source = openWeights(file);
      const count = source.tensors.size;
      source.close();
      return { file, count, size: statSync(file).size };
    })
    .sort((a, b) => b.count - a.count || b.size - a.size);
  return { full: counted[0]!.file, fineTuned: counted[1]!.file };
}

/** Logits for the inputs in the folder `inputs`. */
function logitsOf(model: InstructBlip, inputs: string): Tensor2D {
  const tensor = expectedTensors(inputs);
  const labels = tensor('labels');
  const [batch, length] = labels.shape as [number, number];
  const { config } = model.t5;
  const features = model.vision.apply(pixels(tensor('pixel_values')));
  const instruction = padded(tensor('qformer_input_ids'), tensor('qformer_attention_mask'));
  const prompt = padded(tensor('prompt_ids'), tensor('prompt_mask'));
  const queries = model.project(model.read(features, instruction, null));
  const { memory, bias } = model.memory(model.prefix(queries, prompt), model.prefixMask(prompt, batch));
  const shown = shiftedRight(labels, config.decoder_start_token_id ?? config.pad_token_id, config.pad_token_id);
  return model.t5.logits(memory, bias, shown, length, null);
}

/** The logits and the loss that the reference computed with the fine-tuned checkpoint over the full one. */
export function expectTheReference(model: InstructBlip, folder: string, inputs: string): void {
  const labels = expectedTensors(inputs)('labels').data as Int32Array;
  const logits = () => logitsOf(model, inputs);
  const expected = expectedTensors(folder)('logits').data;
  expectClose(model, logits, expected, { name: 'logits', allowed: tolerance.activation });
  const loss = () => meanCrossEntropy(logits(), labels);
  expectClose(model, loss, [expectedFigures(folder).loss], { name: 'loss', allowed: tolerance.loss });
}
