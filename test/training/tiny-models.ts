import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { captionImages } from '../../main/generation/caption-images.ts';
import type { WorkerImage } from '../../main/jobs/worker-protocol.ts';
import { FeatureStore } from '../../main/models/features/feature-store.ts';
import type { ModelPlace } from '../../main/models/model-place.ts';
import { openModel } from '../../main/models/open-model.ts';
import { writeBlip2 } from '../models/instructblip/fixtures/blip2-folder.ts';
import { tinyFolder } from '../support/tiny-folder.ts';

const tokenizer = path.join(import.meta.dirname, '../text/tokenizers/fixtures/tokenizer.json');

interface TinyConfig {
  readonly text_config: { readonly bos_token_id: number };
  readonly qformer_config: { readonly vocab_size: number };
}

/** A vocabulary of so many lines with BERT's special pieces first: "[SEP]" is 2, as in the tiny checkpoints. */
function writeVocabulary(directory: string, lines: number): void {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const pieces = ['[PAD]', '[UNK]', '[SEP]', '[CLS]', ...letters, ...letters.map((letter) => `##${letter}`)];
  const others = Array.from({ length: Math.max(0, lines - pieces.length) }, (_, at) => `word${at}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'vocab.txt'), `${[...pieces, ...others].slice(0, lines).join('\n')}\n`);
}

/** Whether a tiny checkpoint is at hand: BLIP-2's is written by a formula, the others lie beside the checkout. */
export const hasTinyModel = (name: string): boolean => name === 'blip-2' || tinyFolder(name) !== undefined;

/** Copies a tiny checkpoint of random weights below `folder`, with tokenizers that fit it; returns its folder. */
export function copyTinyModel(name: string, folder: string): string {
  const directory = path.join(folder, name);
  mkdirSync(directory);
  if (name === 'blip-2') writeBlip2(directory);
  else {
    const source = tinyFolder(name)!;
    for (const file of readdirSync(source).filter((each) => !each.startsWith('expected')))
      copyFileSync(path.join(source, file), path.join(directory, file));
  }
  const config = JSON.parse(readFileSync(path.join(directory, 'config.json'), 'utf8')) as TinyConfig;
  // The pieces that the captioners add, "[DEC]" and "[ENC]", follow the vocabulary's own.
  if (name === 'blip-caption') writeVocabulary(directory, config.text_config.bos_token_id);
  else {
    const words = JSON.parse(readFileSync(tokenizer, 'utf8')) as { added_tokens: object[] };
    // Llama's prompts begin with a piece that the fixture, made as T5's is, lacks.
    if (name === 'instructblip-vicuna') words.added_tokens.push({ id: 150, content: '<s>', special: true });
    writeFileSync(path.join(directory, 'tokenizer.json'), JSON.stringify(words));
    writeVocabulary(path.join(directory, 'qformer_tokenizer'), config.qformer_config.vocab_size - 1);
  }
  return directory;
}

/** What a model, opened as a job opens it, writes of the validation images: greedily, at most 8 tokens. */
export async function validationCaptions(
  place: ModelPlace,
  folder: string,
  images: readonly WorkerImage[],
): Promise<string[]> {
  const opened = openModel(place);
  try {
    const store = new FeatureStore(path.join(folder, 'cache'), opened.tower);
    const val = images.filter(({ split }) => split === 'val');
    await store.prepare(val, 1);
    const options = { strategy: 'greedy', beams: 1, temperature: 1, maxNewTokens: 8, seed: 1 } as const;
    const ids = val.map(({ id }) => id);
    const written = await captionImages(opened.captioner, store, ids, { ...options, imagesAtOnce: 1 });
    return written.map(({ tokens }) => opened.captioner.words(tokens).join(' '));
  } finally {
    opened.dispose();
  }
}
