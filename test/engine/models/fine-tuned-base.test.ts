import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTorchCheckpoint } from '../../../main/checkpoint/torch/torch-checkpoint.ts';
import { openModelWeights } from '../../../main/models/library/model-weights.ts';
import { writeTinyBlip } from '../../support/tiny-blip.ts';
import { tinyFolder } from '../../support/tiny-folder.ts';
import { copyTinyModel } from '../../training/tiny-models.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let engine: TestEngine;
beforeEach(() => {
  folder = awkwardFolder();
  engine = startEngine(folder.directory);
});
afterEach(async () => {
  await engine.engine.close();
  folder.remove();
});

const parity = tinyFolder('lavis-t5') && tinyFolder('instructblip-t5');

describe.skipIf(!parity)('a LAVIS .pth of what was trained', () => {
  /** The file as its users have it: alone in a folder of its own. */
  function fineTunedAlone(): string {
    const place = path.join(folder.directory, 'output', '20260301', 'checkpoint_best.pth');
    mkdirSync(path.dirname(place), { recursive: true });
    copyFileSync(path.join(tinyFolder('lavis-t5')!, 'checkpoint_1.pth'), place);
    return place;
  }
  const imported = (name: string) => copyTinyModel(name, folder.directory);

  it('is laid over a Hugging Face model of the library, chosen by its id', async () => {
    const base = await engine.api.models.import({ path: imported('instructblip-t5'), title: 'Base' });
    const file = fineTunedAlone();
    const model = await engine.api.models.import({ path: file, base: base.id });
    expect(model).toMatchObject({
      title: '20260301 checkpoint_best',
      architecture: 'InstructBLIP with T5',
      place: base.place,
      fineTuned: file,
      problem: null,
    });
    expect(model.bytes).toBe(base.bytes + statSync(file).size);
    const source = openModelWeights({ directory: base.place, fineTuned: [file] });
    const tuned = openTorchCheckpoint(file);
    expect(source.read('language_projection.weight').data).toEqual(tuned.read('t5_proj.weight').data);
    source.close();
    tuned.close();
    await expect(engine.api.models.import({ path: file, base: base.id })).rejects.toThrow(
      `${file} is in the library already, as "20260301 checkpoint_best"`,
    );
  });

  it('is laid over LAVIS’s full .pth of the library as well', async () => {
    const directory = imported('lavis-t5');
    const base = await engine.api.models.import({ path: path.join(directory, 'instruct_blip_t5_tiny.pth') });
    const model = await engine.api.models.import({ path: fineTunedAlone(), base: base.id, title: 'Mine' });
    expect(model).toMatchObject({ title: 'Mine', place: base.place, problem: null });
  });

  it('over a model that it does not belong to is refused by the names that do not fit, as both call them', async () => {
    const file = fineTunedAlone();
    const vicuna = await engine.api.models.import({ path: imported('instructblip-vicuna') });
    const blip = await engine.api.models.import({ path: writeTinyBlip(path.join(folder.directory, 'blip')) });
    const over = (base: string) => engine.api.models.import({ path: file, base });
    await expect(over(vicuna.id)).rejects.toThrow(
      /checkpoint_best\.pth does not belong to \S.*: .*"t5_proj\.(?:weight|bias)" is not in it/s,
    );
    await expect(over(blip.id)).rejects.toThrow(
      /checkpoint_best\.pth does not belong to .*"query_tokens" is not in it/,
    );
    expect((await engine.api.models.list({})).filter(({ fineTuned }) => fineTuned !== null)).toEqual([]);
  });

  it('over nothing, over nadir-mini, or over a model that is fine-tuned already is refused with the way out', async () => {
    const file = fineTunedAlone();
    const base = await engine.api.models.import({ path: imported('instructblip-t5') });
    const tuned = await engine.api.models.import({ path: file, base: base.id });
    await expect(engine.api.models.import({ path: file, base: 'gone' })).rejects.toThrow('no model "gone"');
    await expect(engine.api.models.import({ path: file, base: 'nadir-mini' })).rejects.toThrow('is a whole model');
    await expect(engine.api.models.import({ path: file, base: tuned.id })).rejects.toThrow(
      'Choose the model that they',
    );
    await expect(engine.api.models.import({ path: file, base: base.id, folder: base.place })).rejects.toThrow(
      'only the file',
    );
    await expect(engine.api.models.import({ path: `${file}x`, base: base.id })).rejects.toThrow(`${file}x`);
  });

  it('whose base is forgotten is still there, and whose base’s files are gone says so', async () => {
    const directory = imported('instructblip-t5');
    const base = await engine.api.models.import({ path: directory });
    const { id } = await engine.api.models.import({ path: fineTunedAlone(), base: base.id });
    await engine.api.models.remove({ id: base.id });
    const found = async () => (await engine.api.models.list({})).find((each) => each.id === id)!;
    expect((await found()).problem).toBeNull();
    rmSync(directory, { recursive: true });
    expect((await found()).problem).toContain(directory);
  });
});
