import type { Architecture, Blocks } from './library/architecture.ts';

/** One thing that takes memory, and how its bytes come about. */
export interface MemoryItem {
  readonly what: string;
  readonly bytes: number;
  readonly arithmetic: string;
}

/** What a model is used for at once. */
export interface Workload {
  readonly imagesAtOnce: number;
  readonly beams: number;
  readonly newTokens: number;
}
export const captioningWorkload: Workload = { imagesAtOnce: 8, beams: 5, newTokens: 40 };
export const trainingWorkload: Workload = { imagesAtOnce: 8, beams: 1, newTokens: 40 };

const floatBytes = 4;
/** TensorFlow, Node and the program itself with nothing loaded, measured on Linux with TensorFlow 2.21: 487 MB. */
const libraryBytes = 490e6;
/**
 * nadir-mini with the library, measured: 60 images captioned with beam 5 took 1,020 MB at most, self-critical training with
 * the default preset 2.2 GiB.
 */
const nadirMiniBytes = { captioning: 1_050e6, training: 2_300e6 } as const;
/** What a trained number needs beside itself: its gradient and the two moments of AdamW. */
const trainedExtras = 3;
/** Values that one block computes: so many times tokens × width, tokens × feed-forward, and heads × tokens². */
const blockFactors = { width: 12, feedForward: 4, scores: 3 } as const;
/**
 * What is computed is held again as gradients, before and after each step of the way back, until the whole pass is done.
 * Measured with BLIP-base, all weights trained: 7.4 GB at most, where 6.7 GB are worked out.
 */
const gradientCopies = { inside: 4, betweenBlocks: 3, lookedAt: 4 } as const;
/** Logits, their logarithms and their gradient. */
const logitCopies = 3;

const count = (value: number): string => Math.round(value).toLocaleString('en');
const item = (what: string, factors: readonly (readonly [name: string, value: number])[]): MemoryItem => {
  const values = factors.reduce((product, [, value]) => product * value, 1);
  return {
    what,
    bytes: values * floatBytes,
    arithmetic: `${factors.map(([name, value]) => `${count(value)} ${name}`).join(' × ')} × ${floatBytes} B`,
  };
};
const library: MemoryItem = { what: 'program and libraries', bytes: libraryBytes, arithmetic: 'measured' };

const weights = (numbers: number): MemoryItem => item('weights as float32', [['numbers', numbers]]);

/** Keys and values of the image's tokens, of which each block of the writer has its own; Llama reads them as words. */
function lookedAtItem(
  { stacks }: Architecture,
  { imagesAtOnce }: Workload,
  copies: readonly (readonly [string, number])[],
): MemoryItem[] {
  if (!stacks || stacks.lookedAt === 0) return [];
  const { writer, lookedAt } = stacks;
  return [
    item('keys and values of the images', [
      ...copies,
      ['of each', 2],
      ['layers', writer.layers],
      ['images', imagesAtOnce],
      ['tokens', lookedAt],
      ['width', writer.width],
    ]),
  ];
}

/** Values of one block while it is computed, for one sequence. */
const blockValues = ({ width, feedForwardWidth, heads, tokens }: Blocks): number =>
  tokens * (blockFactors.width * width + blockFactors.feedForward * feedForwardWidth) +
  blockFactors.scores * heads * tokens ** 2;

/**
 * The memory that captioning takes: weights, one image in the vision tower at a time, and the keys and values of all
 * sequences being written. InstructBLIP with FLAN-T5-XL: 4,022,969,088 numbers × 4 B = 16.09 GB, 18.1 GB in all.
 */
export function captioningMemory(architecture: Architecture, workload: Workload = captioningWorkload): MemoryItem[] {
  const { stacks, parameters } = architecture;
  if (!stacks || !parameters) return [{ what: 'all of it', bytes: nadirMiniBytes.captioning, arithmetic: 'measured' }];
  const { vision, writer, vocabulary } = stacks;
  const sequences = workload.imagesAtOnce * workload.beams;
  return [
    weights(parameters.total),
    item('one block of the vision tower', [['values', blockValues(vision)]]),
    item('keys and values while writing', [
      ['of each', 2],
      ['layers', writer.layers],
      ['sequences', sequences],
      ['tokens', writer.tokens + workload.newTokens],
      ['width', writer.width],
    ]),
    ...lookedAtItem(architecture, workload, []),
    item('words to choose from', [
      ['copies', logitCopies],
      ['sequences', sequences],
      ['words', vocabulary],
    ]),
    library,
  ];
}

/**
 * The memory that fine-tuning takes, with every block's inside computed anew on the way back: weights, gradient and
 * AdamW's moments of what is trained, the inputs of all blocks that a gradient goes through, the inside of the largest,
 * and the logits. The vision tower is frozen; it looks at each image once, before training.
 */
export function trainingMemory(architecture: Architecture, workload: Workload = trainingWorkload): MemoryItem[] {
  const { stacks, parameters } = architecture;
  if (!stacks || !parameters) return [{ what: 'all of it', bytes: nadirMiniBytes.training, arithmetic: 'measured' }];
  const { differentiated, writer, vocabulary } = stacks;
  const inputs = differentiated.reduce((sum, { layers, tokens, width }) => sum + layers * tokens * width, 0);
  const images: readonly [string, number] = ['captions', workload.imagesAtOnce];
  return [
    weights(parameters.total),
    item('gradient and AdamW’s moments', [
      ['of each', trainedExtras],
      ['trained numbers', parameters.trained],
    ]),
    item('inputs of the blocks', [['copies', gradientCopies.betweenBlocks], images, ['values', inputs]]),
    item('inside of the largest block', [
      ['copies', gradientCopies.inside],
      images,
      ['values', Math.max(...differentiated.map(blockValues))],
    ]),
    ...lookedAtItem(architecture, workload, [['copies', gradientCopies.lookedAt]]),
    item('words to choose from', [images, ['copies', logitCopies], ['tokens', writer.tokens], ['words', vocabulary]]),
    library,
  ];
}

export const totalBytes = (items: readonly MemoryItem[]): number => items.reduce((sum, { bytes }) => sum + bytes, 0);

export type Fit = 'fits' | 'tight' | 'too-large';
/** An estimate is not exact, and other programs want memory too: within this share of what is free it is called tight. */
const tightShare = 0.85;

/** Whether so many bytes go into what is free. */
export function deviceFit(neededBytes: number, freeBytes: number): Fit {
  if (neededBytes > freeBytes) return 'too-large';
  return neededBytes > tightShare * freeBytes ? 'tight' : 'fits';
}
