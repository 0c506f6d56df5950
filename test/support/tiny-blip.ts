import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeSafetensors } from '../../main/checkpoint/safetensors.ts';

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

/** Writes a folder that the library takes for a BLIP of an Apache licence; its weights are a tensor of `values` numbers in each part. */
export function writeTinyBlip(directory: string, values = 4): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(directory, 'vocab.txt'), '[PAD]\n[UNK]\n');
  writeFileSync(path.join(directory, 'README.md'), '---\nlicense: apache-2.0\n---\n# A model\n');
  const tensor = { shape: [values], data: new Float32Array(values) };
  const weights = new Map(['vision_model.a', 'text_decoder.b'].map((name) => [name, tensor] as const));
  writeSafetensors(path.join(directory, 'model.safetensors'), weights);
  return directory;
}
