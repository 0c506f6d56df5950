/** One step of the network: a convolution (folded batch norm, leaky rectifier) or a 2×2 maximum over the map. */
export type DarknetStep =
  | {
      readonly kind: 'convolution';
      readonly name: string;
      readonly kernel: 1 | 3;
      readonly input: number;
      readonly filters: number;
    }
  | { readonly kind: 'pool' };

const shape: readonly (readonly [kernel: 1 | 3, filters: number] | 'pool')[] = [
  [3, 16],
  'pool',
  [3, 32],
  'pool',
  [1, 16],
  [3, 128],
  [1, 16],
  [3, 128],
  'pool',
  [1, 32],
  [3, 256],
  [1, 32],
  [3, 256],
  'pool',
  [1, 64],
  [3, 512],
  [1, 64],
  [3, 512],
  [1, 128],
];

function steps(): DarknetStep[] {
  let input = 3;
  let number = 0;
  return shape.map((step) => {
    if (step === 'pool') return { kind: 'pool' };
    const [kernel, filters] = step;
    const convolution = { kind: 'convolution', name: `convolution_${++number}`, kernel, input, filters } as const;
    input = filters;
    return convolution;
  });
}

/**
 * Tiny Darknet (Redmon, ImageNet) without its classifier, used as a frozen vision tower. Its output joins the stride-8
 * map (256 channels) with the last two of stride 16 (512 and 128), each averaged to `grid` × `grid`.
 */
export const tinyDarknetConfig = {
  /** Stands in the name of the feature cache: weights or pooling that change must change it. */
  id: 'tiny-darknet-256-8x8-v1',
  imageSize: 256,
  grid: 8,
  channels: 896,
  leak: 0.1,
  steps: steps(),
  outputs: ['convolution_10', 'convolution_14', 'convolution_15'],
} as const;
