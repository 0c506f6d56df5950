import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSafetensors, writeSafetensors } from '../../main/checkpoint/safetensors.ts';
import { blipKeys } from '../../main/models/blip/keys.ts';
import { instructBlipKeys } from '../../main/models/instructblip/keys.ts';
import { loadPublished, publishedState } from '../../main/models/published-weights.ts';
import { smallBlip, smallInstructBlip } from './small-published.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir positions '));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a table of 512 whole numbers behind the tensors of a file, as published checkpoints hold it. */
function withTable(file: string, name: string, type: string): void {
  const content = readFileSync(file);
  const length = Number(content.readBigUInt64LE());
  const body = content.subarray(8 + length);
  const header = JSON.parse(content.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
  const table = Buffer.from(BigInt64Array.from({ length: 512 }, (_, at) => BigInt(at)).buffer);
  header[name] = { dtype: type, shape: [1, 512], data_offsets: [body.length, body.length + table.length] };
  const json = Buffer.from(JSON.stringify(header));
  const announced = Buffer.alloc(8);
  announced.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(file, Buffer.concat([announced, json, body, table]));
}

const blip = { make: smallBlip, keys: blipKeys };
const instructBlip = (language: 't5' | 'llama') => {
  const make = () => smallInstructBlip(language);
  const model = make();
  const keys = instructBlipKeys(model.config, 'hugging-face', false);
  model.dispose();
  return { make, keys };
};

it.each([
  ['BLIP', () => blip, 'text_decoder.bert.embeddings.position_ids'],
  ['InstructBLIP with T5', () => instructBlip('t5'), 'qformer.embeddings.position_ids'],
  ['InstructBLIP with Llama', () => instructBlip('llama'), 'qformer.embeddings.position_ids'],
])(
  '%s: the table of positions in its published file is passed over by its name, any other is refused',
  (_, of, name) => {
    const { make, keys } = of();
    const model = make();
    const kept = model.stateDict();
    const file = path.join(folder, 'model.safetensors');
    const load = (table: string): void => {
      writeSafetensors(file, publishedState(model, keys, 'all'));
      withTable(file, table, 'I64');
      const source = openSafetensors(file);
      try {
        loadPublished(model, source, keys);
      } finally {
        source.close();
      }
    };
    load(name);
    expect(model.stateDict()).toEqual(kept);
    expect(() => load('other.position_ids')).toThrow(
      `${file} do not fit the model. Tensors not expected: other.position_ids`,
    );
    model.dispose();
  },
);
