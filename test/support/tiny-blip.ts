import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeSafetensors } from '../../main/checkpoint/safetensors.ts';
import { valueCount } from '../../main/checkpoint/weight-source.ts';
import { blipConfigSchema } from '../../main/models/blip/config.ts';
import { blipKeys } from '../../main/models/blip/keys.ts';
import { expectedTensors } from '../../main/models/expected-tensors.ts';
import { blipShapes } from '../../main/models/library/parameter-shapes.ts';

const config = {
  model_type: 'blip',
  vision_config: {
    hidden_size: 8,
    intermediate_size: 16,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    image_size: 32,
  },
  text_config: {
    vocab_size: 20,
    hidden_size: 8,
    intermediate_size: 16,
    num_hidden_layers: 1,
    encoder_hidden_size: 8,
    bos_token_id: 18,
    sep_token_id: 3,
  },
};

/** The files of a model's folder, for tests of the library, which reads configs and headers and no values. */
export const tinyBlipFiles = ['config.json', 'vocab.txt', 'README.md', 'model.safetensors'] as const;

/** Writes a folder that the library takes for a BLIP of an Apache licence: every tensor of it, of zeros, and `others` in their place. */
export function writeTinyBlip(
  directory: string,
  others: ReadonlyMap<string, readonly number[] | null> = new Map(),
): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(directory, 'vocab.txt'), '[PAD]\n[UNK]\n');
  writeFileSync(path.join(directory, 'README.md'), '---\nlicense: apache-2.0\n---\n# A model\n');
  const shapes = new Map<string, readonly number[] | null>();
  for (const [name, { shape }] of expectedTensors(blipShapes(blipConfigSchema.parse(config)), blipKeys))
    shapes.set(name, shape);
  for (const [name, shape] of others) shapes.set(name, shape);
  const weights = [...shapes].flatMap(([name, shape]) =>
    shape === null ? [] : [[name, { shape, data: new Float32Array(valueCount(shape)) }] as const],
  );
  writeSafetensors(path.join(directory, 'model.safetensors'), new Map(weights));
  return directory;
}
