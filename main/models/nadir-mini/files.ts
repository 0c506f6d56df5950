/** The files of a nadir-mini's folder. */
export const modelFiles = {
  config: 'config.json',
  vocabulary: 'vocabulary.json',
  weights: 'model.safetensors',
} as const;
