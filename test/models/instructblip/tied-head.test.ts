import { expect, it } from 'vitest';
import type { WeightSource } from '../../../main/checkpoint/weight-source.ts';
import type { InstructBlipConfig } from '../../../main/models/instructblip/config.ts';
import { instructBlipFrom } from '../../../main/models/instructblip/folder.ts';
import { instructBlipKeys } from '../../../main/models/instructblip/keys.ts';
import { publishedState } from '../../../main/models/published-weights.ts';
import type { NamedArray } from '../../../main/tensor/state-dict.ts';
import { smallInstructBlip } from '../small-published.ts';

const head = 'language_model.lm_head.weight';
const embedding = 'language_model.model.embed_tokens.weight';

const model = smallInstructBlip('llama');
const state = publishedState(model, instructBlipKeys(model.config, 'hugging-face', false), 'all');
function isTied(says: boolean, change: (state: Map<string, NamedArray>) => void): boolean {
  const changed = new Map(state);
  change(changed);
  const source: WeightSource = {
    origin: 'model.safetensors',
    metadata: {},
    tensors: new Map([...changed].map(([name, { shape }]) => [name, { type: 'F32', shape }])),
    read: (name) => changed.get(name)!,
    close: () => {},
  };
  const language = { ...model.config.language.config, tie_word_embeddings: says };
  const config = { ...model.config, language: { kind: 'llama', config: language } } as InstructBlipConfig;
  const loaded = instructBlipFrom(config, source);
  expect(loaded.stateDict().get('language.head.weight')?.data).toEqual(
    loaded.isHeadTied ? undefined : model.stateDict().get('language.head.weight')!.data,
  );
  loaded.dispose();
  return loaded.isHeadTied;
}

it('a Llama’s head is the embedding where the config says so and the file holds no other, as upstream reads it', () => {
  expect(isTied(true, (tensors) => tensors.delete(head))).toBe(true);
  expect(isTied(true, (tensors) => tensors.set(head, tensors.get(embedding)!))).toBe(true);
  // A config that calls a head tied that is another: the head counts.
  expect(isTied(true, () => {})).toBe(false);
  expect(isTied(false, () => {})).toBe(false);
});

it('a head that the config says is there and the file lacks is named', () => {
  expect(() => isTied(false, (tensors) => tensors.delete(head))).toThrow(`Tensors missing: ${head}`);
});
