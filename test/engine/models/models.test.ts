import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { openTorchCheckpoint } from '../../../main/checkpoint/torch/torch-checkpoint.ts';
import { PlayedHub } from '../../checkpoint/hub/played-hub.ts';
import { sharedFile } from '../../support/shared-data.ts';
import { tinyBlipFiles, writeTinyBlip } from '../../support/tiny-blip.ts';
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

const blipFolder = (name: string): string => writeTinyBlip(path.join(folder.directory, name));
const words = (count: number): string[] => ['[UNK]', ...Array.from({ length: count - 1 }, (_, at) => `w${at}`)];
const ids = async (): Promise<string[]> => (await engine.api.models.list({})).map(({ id }) => id);

describe('the library', () => {
  it('has the model that ships, with its size, numbers, licence and whether it fits', async () => {
    const [mini, ...others] = await engine.api.models.list({});
    expect(others).toEqual([]);
    expect(mini).toMatchObject({
      id: 'nadir-mini',
      kind: 'bundled',
      architecture: 'nadir-mini',
      licence: 'mit',
      problem: null,
    });
    expect(mini!.parameters).toBeGreaterThan(3e6);
    // Halves: two bytes a number, and a little for the vocabulary and the card.
    expect(mini!.bytes).toBeGreaterThan(2 * mini!.parameters!);
    expect(mini!.fit!.training.bytes).toBeGreaterThan(mini!.fit!.captioning.bytes);
    await expect(engine.api.models.remove({ id: 'nadir-mini' })).rejects.toThrow('ships with Nadir');
  });

  it('offers published models that are not in it, with what they would need', async () => {
    const offers = await engine.api.models.offers({});
    const xl = offers.find(({ repository }) => repository === 'Salesforce/instructblip-flan-t5-xl')!;
    expect(xl.parameters).toBe(4_022_969_088);
    expect(xl.fit.captioning.bytes).toBeGreaterThan(4 * xl.parameters);
    expect(xl.licence).toBe('mit');
    const sizes = offers.map(({ parameters }) => parameters);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  });

  it('tells of what an estimate is made', async () => {
    const { id } = await engine.api.models.import({ path: blipFolder('blip') });
    const { captioning, training } = await engine.api.models.memory({ id });
    expect(captioning[0]!.arithmetic).toMatch(/numbers × 4 B$/);
    const [model] = (await engine.api.models.list({})).filter((each) => each.id === id);
    const sum = training.reduce((total, { bytes }) => total + bytes, 0);
    expect(model!.fit!.training.bytes).toBe(sum);
    await expect(engine.api.models.memory({ id: 'gone' })).rejects.toThrow('Known: nadir-mini, imported-');
  });
});

describe('a model that is imported', () => {
  it('stays where it lies; removing it forgets it, and another start of Nadir still knows it', async () => {
    const place = blipFolder('my blip');
    const model = await engine.api.models.import({ path: place });
    expect(model).toMatchObject({ title: 'my blip', kind: 'imported', place, licence: 'apache-2.0', problem: null });
    await expect(engine.api.models.import({ path: place })).rejects.toThrow('already, as "my blip"');
    const presets = (await engine.api.compare.models({})).map(({ id, preset }) => [id, preset] as const);
    expect(new Map(presets).get(model.id)).toBe('published');
    expect(new Map(presets).get('nadir-mini')).toBe('default');
    expect(new Map(presets).get('baseline-human')).toBeNull();
    await engine.engine.close();
    engine = startEngine(folder.directory);
    expect(await ids()).toEqual(['nadir-mini', model.id]);
    expect(await engine.api.models.remove({ id: model.id })).toEqual({ freedBytes: 0 });
    expect(await ids()).toEqual(['nadir-mini']);
    expect(existsSync(path.join(place, 'model.safetensors'))).toBe(true);
  });

  it('and then loses a file is listed with the reason', async () => {
    const place = blipFolder('blip');
    const { id } = await engine.api.models.import({ path: place, title: 'Mine', licence: 'mine too' });
    rmSync(path.join(place, 'model.safetensors'));
    const model = (await engine.api.models.list({})).find((each) => each.id === id)!;
    expect(model).toMatchObject({ title: 'Mine', licence: 'mine too', bytes: expect.any(Number) });
    expect(model.problem).toContain('holds no weights');
  });

  it('and whose file is damaged later is listed with the reason', async () => {
    const place = blipFolder('blip');
    const { id } = await engine.api.models.import({ path: place });
    const file = path.join(place, 'model.safetensors');
    writeFileSync(file, readFileSync(file).subarray(0, 30));
    const model = (await engine.api.models.list({})).find((each) => each.id === id)!;
    expect(model.problem).toContain(file);
    expect((await engine.api.compare.models({})).map((each) => each.id)).not.toContain(id);
  });

  it.each([
    ['without a config.json', 'config.json', 'holds no config.json'],
    ['without a tokenizer', 'vocab.txt', 'holds no tokenizer'],
    ['without weights', 'model.safetensors', 'holds no weights'],
  ])('%s is refused and not listed', async (_, name, message) => {
    const place = blipFolder('blip');
    rmSync(path.join(place, name));
    await expect(engine.api.models.import({ path: place })).rejects.toThrow(message);
    expect(await ids()).toEqual(['nadir-mini']);
  });

  it.each([
    ['cut short', '[PAD]\n', 'vocab.txt is not a WordPiece vocabulary: it has no line "[UNK]"'],
    ['of another model', `${words(21).join('\n')}\n`, 'vocab.txt does not belong to this model: it has 21 pieces'],
    ['that Git LFS has not fetched', 'version https://git-lfs.github.com/spec/v1\n', 'git lfs pull'],
  ])('with a tokenizer %s is refused, and listed with the reason when it becomes so', async (_, content, message) => {
    const place = blipFolder('blip');
    const file = path.join(place, 'vocab.txt');
    const whole = readFileSync(file);
    writeFileSync(file, content);
    await expect(engine.api.models.import({ path: place })).rejects.toThrow(message);
    expect(await ids()).toEqual(['nadir-mini']);
    writeFileSync(file, whole);
    const { id } = await engine.api.models.import({ path: place });
    writeFileSync(file, content);
    const model = (await engine.api.models.list({})).find((each) => each.id === id)!;
    expect(model.problem).toContain(message);
  });

  const transform = 'text_decoder.cls.predictions.transform.dense.weight';
  it.each<[string, string, readonly number[] | null, string]>([
    ['lack a tensor', 'text_decoder.cls.predictions.bias', null, 'missing: text_decoder.cls.predictions.bias.'],
    ['hold one too many', 'vision_model.extra', [1], 'not expected: vision_model.extra.'],
    ['have another shape', transform, [8, 7], `of another shape: ${transform} is [8, 7], expected [8, 8].`],
  ])(
    'whose weights %s is refused by its name, and listed with the reason when it becomes so',
    async (_, name, shape, message) => {
      const place = path.join(folder.directory, 'blip');
      writeTinyBlip(place, new Map([[name, shape]]));
      await expect(engine.api.models.import({ path: place })).rejects.toThrow(
        `do not fit the model. Tensors ${message}`,
      );
      expect(await ids()).toEqual(['nadir-mini']);
      writeTinyBlip(place);
      const { id } = await engine.api.models.import({ path: place });
      writeTinyBlip(place, new Map([[name, shape]]));
      const model = (await engine.api.models.list({})).find((each) => each.id === id)!;
      expect(model.problem).toContain(message);
      expect((await engine.api.compare.models({})).map((each) => each.id)).not.toContain(id);
    },
  );

  it('whose config.json is of another size is refused, and listed with the reason when it becomes so', async () => {
    const place = blipFolder('blip');
    const file = path.join(place, 'config.json');
    const { id } = await engine.api.models.import({ path: place });
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"image_size":32', '"image_size":48'));
    const problem = async () => (await engine.api.models.list({})).find((each) => each.id === id)!.problem;
    expect(await problem()).toContain('position_embedding is [1, 5, 8], expected [1, 10, 8]');
    writeFileSync(file, text.replace('"num_hidden_layers":1', '"num_hidden_layers":200'));
    expect(await problem()).toContain('describes a model of');
    writeFileSync(file, text);
    expect(await problem()).toBeNull();
  });

  it.each(['blip/nowhere.pth', 'nowhere'])('from %s, which does not exist, is refused with that', async (name) => {
    blipFolder('blip');
    const gone = path.join(folder.directory, name);
    await expect(engine.api.models.import({ path: gone })).rejects.toThrow(`There is no file or folder ${gone}.`);
  });

  it('whose weights are damaged is refused', async () => {
    const place = blipFolder('blip');
    const file = path.join(place, 'model.safetensors');
    writeFileSync(file, readFileSync(file).subarray(0, 20));
    await expect(engine.api.models.import({ path: place })).rejects.toThrow(file);
  });

  const lavis = sharedFile('parity/lavis-t5/instruct_blip_t5_tiny.pth');
  it.skipIf(!lavis)('may be a LAVIS .pth with fine-tuned weights over it', async () => {
    const place = path.join(folder.directory, 'lavis');
    cpSync(path.dirname(lavis!), place, { recursive: true });
    const weights = path.join(place, 'instruct_blip_t5_tiny.pth');
    const fineTuned = path.join(place, 'checkpoint_1.pth');
    await expect(engine.api.models.import({ path: weights, fineTuned })).rejects.toThrow('holds no tokenizer');
    copyFileSync(
      path.join(import.meta.dirname, '../../text/tokenizers/fixtures/tokenizer.json'),
      path.join(place, 'tokenizer.json'),
    );
    await expect(engine.api.models.import({ path: weights, fineTuned })).rejects.toThrow('qformer_tokenizer');
    mkdirSync(path.join(place, 'qformer_tokenizer'));
    writeFileSync(path.join(place, 'qformer_tokenizer', 'vocab.txt'), '[UNK]\n[CLS]\n[SEP]\n');
    // What was trained, taken for the whole: the usual mistake.
    await expect(engine.api.models.import({ path: fineTuned })).rejects.toThrow(
      /checkpoint_1\.pth holds no vision tower and no language model, so it is only a part of a model\. Import the whole model/,
    );
    const model = await engine.api.models.import({ path: weights, fineTuned });
    expect(model).toMatchObject({ architecture: 'InstructBLIP with T5', place: weights, fineTuned, problem: null });
    // An exported run of it, which holds what was trained and names the rest, can be imported too.
    const exported = path.join(folder.directory, 'exported run');
    mkdirSync(exported);
    copyFileSync(path.join(place, 'config.json'), path.join(exported, 'config.json'));
    const base = { version: 1, directory: place, weights, fineTuned: [fineTuned] };
    writeFileSync(path.join(exported, 'base.json'), JSON.stringify(base));
    const trained = openTorchCheckpoint(fineTuned);
    const queries = new Map([['query_tokens', trained.read('query_tokens')]]);
    trained.close();
    writeSafetensors(path.join(exported, 'model.safetensors'), queries);
    expect(await engine.api.models.import({ path: exported })).toMatchObject({ title: 'exported run', problem: null });
    rmSync(fineTuned);
    const broken = (await engine.api.models.list({})).filter(({ problem }) => problem?.includes(fineTuned));
    expect(broken).toHaveLength(2);
    cpSync(path.join(path.dirname(lavis!), 'checkpoint_1.pth'), fineTuned);
    const tail = path.join(folder.directory, 'evil.pth');
    copyFileSync(path.join(import.meta.dirname, '../../checkpoint/torch/fixtures/views.pth'), tail);
    await expect(engine.api.models.import({ path: weights, fineTuned: tail })).rejects.toThrow('does not belong to');
  });
});

describe('a model that is downloaded', () => {
  const repository = 'owner/tiny-blip';
  let hub: PlayedHub;
  beforeEach(async () => {
    hub = new PlayedHub();
    const source = blipFolder('source');
    for (const name of tinyBlipFiles) hub.files.set(name, readFileSync(path.join(source, name)));
    await hub.start();
    await engine.api.models.setHub({ hub: hub.address });
  });
  afterEach(() => hub.stop());
  const download = () => engine.api.models.download({ repository, jobId: 'd' });

  it('is in the library with its licence, tells its progress in bytes, and is deleted when removed', async () => {
    const model = await download();
    expect(model).toMatchObject({ id: repository, kind: 'downloaded', licence: 'bsd-3-clause', problem: null });
    expect(await ids()).toEqual(['nadir-mini', repository]);
    const total = [...hub.files.values()].reduce((sum, { length }) => sum + length, 0);
    expect(
      engine
        .heard('job')
        .filter(({ progress }) => progress)
        .at(-1),
    ).toMatchObject({
      id: 'd',
      kind: 'model-download',
      progress: { done: total, total },
    });
    const { directory, bytes, hub: address } = await engine.api.models.storage({});
    expect(bytes).toBeGreaterThanOrEqual(total);
    expect(address).toBe(hub.address);
    expect((await engine.api.models.remove({ id: repository })).freedBytes).toBe(bytes);
    expect(existsSync(path.join(directory, 'owner--tiny-blip'))).toBe(false);
    expect(await ids()).toEqual(['nadir-mini']);
  });

  it('and breaks off says so, and goes on when it is asked for again', async () => {
    hub.announced.set('model.safetensors', 'b'.repeat(64));
    await expect(download()).rejects.toThrow('came damaged');
    const [, broken] = await engine.api.models.list({});
    expect(broken).toMatchObject({ id: repository, problem: expect.stringContaining('has not ended') });
    hub.announced.clear();
    expect((await download()).problem).toBeNull();
  });

  it('can be cancelled', async () => {
    hub.files.set('model.safetensors', Buffer.alloc(400_000));
    hub.breakAfter = 50_000;
    const downloading = download();
    await expect.poll(() => engine.heard('job').some(({ progress }) => progress)).toBe(true);
    await engine.api.jobs.stop({ id: 'd' });
    await expect(downloading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('comes from the public hub unless another is set, and an address that is none is refused', async () => {
    expect((await engine.api.models.setHub({ hub: null })).hub).toBe('https://huggingface.co');
    await expect(engine.api.models.setHub({ hub: 'file:///etc' })).rejects.toThrow('Invalid URL');
  });
});
