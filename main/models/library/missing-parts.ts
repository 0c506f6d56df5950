import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Family } from './architecture.ts';

interface Part {
  readonly title: string;
  /** The names of its tensors in Hugging Face's and in LAVIS's layout. */
  readonly names: RegExp;
}

const visionTower: Part = { title: 'vision tower', names: /^(?:vision_model|visual_encoder)\./ };
const withQueries: readonly Part[] = [
  visionTower,
  { title: 'Q-Former', names: /^(?:qformer|Qformer)\./ },
  { title: 'language model', names: /^(?:language_model|t5_model|llm_model)\./ },
];
const parts: Readonly<Record<Exclude<Family, 'nadir-mini'>, readonly Part[]>> = {
  instructblip: withQueries,
  'blip-2': withQueries,
  blip: [visionTower, { title: 'text decoder', names: /^text_decoder\./ }],
};

/**
 * Refuses weights that hold only some of a model's parts: a fine-tuned checkpoint taken for the whole model is the usual
 * mistake, and is found here from the names, before gigabytes are read. Throws `malformed_file` naming the file and the
 * parts.
 */
export function refuseMissingParts(
  family: Family,
  { origin, tensors }: Pick<WeightSource, 'origin' | 'tensors'>,
): void {
  if (family === 'nadir-mini') return;
  const names = [...tensors.keys()];
  const missing = parts[family].filter((part) => !names.some((name) => part.names.test(name)));
  if (missing.length === 0) return;
  const listed = missing.map(({ title }) => `no ${title}`).join(' and ');
  throw new AppError(
    'malformed_file',
    missing.length === parts[family].length
      ? `${origin} holds ${listed}: it is not a model of this kind.`
      : `${origin} holds ${listed}, so it is only a part of a model. Import the whole model, with this file as its fine-tuned weights.`,
  );
}
