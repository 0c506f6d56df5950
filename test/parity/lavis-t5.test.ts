import { describe, expect, it } from 'vitest';
import { loadInstructBlip } from '../../main/models/instructblip/folder.ts';
import { parityFolder, worstDifference } from './fixture.ts';
import { expectTheReference, lavisCheckpoints } from './lavis-model.ts';

const folder = parityFolder('lavis-t5');
const inputs = folder && parityFolder('instructblip-t5');

describe.skipIf(!folder || !inputs)('lavis-t5', () => {
  if (!folder || !inputs) return;

  it('a .pth with the fine-tuned one over it gives the logits and the loss of the reference', () => {
    const { full, fineTuned } = lavisCheckpoints(folder);
    const model = loadInstructBlip(folder, { weights: full, fineTuned: [fineTuned] });
    expectTheReference(model, folder, inputs);
    model.dispose();
  });

  it('without the fine-tuned one it is another model, and alone that one is incomplete', () => {
    const { full, fineTuned } = lavisCheckpoints(folder);
    const [base, tuned] = [
      loadInstructBlip(folder, { weights: full }),
      loadInstructBlip(folder, { weights: full, fineTuned: [fineTuned] }),
    ];
    const one = base.projection.stateDict().get('weight')!.data;
    expect(worstDifference(one, tuned.projection.stateDict().get('weight')!.data)).toBeGreaterThan(1e-3);
    base.dispose();
    tuned.dispose();
    expect(() => loadInstructBlip(folder, { weights: fineTuned })).toThrow(/do not fit the model\. Tensors missing: /);
  });
});
