import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWeights } from '../../main/checkpoint/open-weights.ts';
import { loadInstructBlip } from '../../main/models/instructblip/folder.ts';
import { meanCrossEntropy } from '../../main/tensor/ops/cross-entropy.ts';
import { expectedFigures, expectedTensors, parityFolder, tolerance, worstDifference } from './fixture.ts';
import { padded, pixels, shiftedRight } from './image-text.ts';
import { expectClose } from './rounding.ts';

const folder = parityFolder('lavis-t5');
const inputs = folder && parityFolder('instructblip-t5');

/** The full checkpoint and the fine-tuned one, whatever they are called: the full one is by far the larger in tensors. */
function checkpoints(directory: string): { readonly full: string; readonly fineTuned: string } {
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

describe.skipIf(!folder || !inputs)('lavis-t5', () => {
  if (!folder || !inputs) return;

  it('a .pth with the fine-tuned one over it gives the logits and the loss of the reference', () => {
    const tensor = expectedTensors(inputs);
    const { full, fineTuned } = checkpoints(folder);
    const model = loadInstructBlip(folder, { weights: full, fineTuned });
    const labels = tensor('labels');
    const [batch, length] = labels.shape as [number, number];
    const { config } = model.t5;
    const logits = () => {
      const features = model.vision.apply(pixels(tensor('pixel_values')));
      const instruction = padded(tensor('qformer_input_ids'), tensor('qformer_attention_mask'));
      const prompt = padded(tensor('prompt_ids'), tensor('prompt_mask'));
      const queries = model.project(model.read(features, instruction, null));
      const { memory, bias } = model.memory(model.prefix(queries, prompt), model.prefixMask(prompt, batch));
      const shown = shiftedRight(labels, config.decoder_start_token_id ?? config.pad_token_id, config.pad_token_id);
      return model.t5.logits(memory, bias, shown, length, null);
    };
    const loss = () => meanCrossEntropy(logits(), labels.data as Int32Array);
    const expected = { logits: expectedTensors(folder)('logits').data, loss: [expectedFigures(folder).loss] };
    expectClose(model, logits, expected.logits, { name: 'logits', allowed: tolerance.activation });
    expectClose(model, loss, expected.loss, { name: 'loss', allowed: tolerance.loss });
    model.dispose();
  });

  it('without the fine-tuned one it is another model, and alone that one is incomplete', () => {
    const { full, fineTuned } = checkpoints(folder);
    const [base, tuned] = [
      loadInstructBlip(folder, { weights: full }),
      loadInstructBlip(folder, { weights: full, fineTuned }),
    ];
    const one = base.projection.stateDict().get('weight')!.data;
    expect(worstDifference(one, tuned.projection.stateDict().get('weight')!.data)).toBeGreaterThan(1e-3);
    base.dispose();
    tuned.dispose();
    expect(() => loadInstructBlip(folder, { weights: fineTuned })).toThrow(/do not fit the model\. Tensors missing: /);
  });
});
