import type { Architecture, Blocks } from './library/architecture.ts';

/** One thing that takes memory, and how its bytes come about. */
export interface MemoryItem {
  readonly what: string;
  readonly bytes: number;
  readonly arithmetic: string;
}

/** The workload of captioning. */
export interface Workload {
  readonly imagesAtOnce: number;
  readonly beams: number;
  readonly newTokens: number;
}
export const captioningWorkload: Workload = { imagesAtOnce: 8, beams: 5, newTokens: 40 };

/** The workload of a training phase. */
export interface TrainingWorkload {
  readonly imagesAtOnce: number;
  /** Captions that the gradient goes through. */
  readonly captionsAtOnce: number;
  /** Self-critical training that is held to the policy it started from keeps what is trained a second time. */
  readonly keepsStart: boolean;
  /** Blocks are computed a second time for the gradient instead of kept. */
  readonly recomputes: boolean;
  /** Rank of LoRA's changes; 0: the model's own weights are trained. */
  readonly loraRank: number;
}
/** Self-critical training as the preset for published models has it: 5 samples of each of 4 images. */
export const trainingWorkload: TrainingWorkload = {
  imagesAtOnce: 4,
  captionsAtOnce: 20,
  keepsStart: true,
  recomputes: true,
  loraRank: 0,
};

const floatBytes = 4;
/** TensorFlow, Node and the program itself with nothing loaded, measured on Linux with TensorFlow 2.21: 487 MB. */
const libraryBytes = 490e6;
/**
 * nadir-mini with the library, measured: 60 images captioned with beam 5 took 1,020 MB at most, self-critical training with
 * the default preset 2.2 GiB.
 */
const nadirMiniBytes = { captioning: 1_050e6, training: 2_300e6 } as const;
/** The memory of a trained number besides itself: its gradient and the two moments of AdamW. */
const trainedExtras = 3;
/** Values that one block computes: so many times tokens × width, tokens × feed-forward, and heads × tokens². */
const blockFactors = { width: 12, feedForward: 4, scores: 3 } as const;
/**
 * What is computed is held again as gradients, before and after each step of the way back, until the whole pass is done.
 * Measured with BLIP-base, all weights trained: 7.3 GB at most, where 6.6 GB are worked out.
 */
const gradientCopies = { inside: 4, betweenBlocks: 3, lookedAt: 4 } as const;
/** Logits, their logarithms and their gradient; the divergence from a policy has the other's logits too, and logarithms. */
const logitCopies = 3;
const divergenceCopies = 3;
/** Linear layers of a block at the most: eight of self- and cross-attention, three of the feed-forward part. */
const linearLayers = { attention: 8, feedForward: 3 } as const;

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
  imagesAtOnce: number,
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
    ...lookedAtItem(architecture, workload.imagesAtOnce, []),
    item('words to choose from', [
      ['copies', logitCopies],
      ['sequences', sequences],
      ['words', vocabulary],
    ]),
    library,
  ];
}

/**
 * The memory that fine-tuning takes: weights, gradient and AdamW's moments of what is trained, the inputs of all blocks
 * that a gradient goes through, the inside of the largest (or of all where they are kept), and the logits. The vision
 * tower is frozen; it looks at each image once, before training. Adapters are counted as if every linear layer had one.
 */
export function trainingMemory(
  architecture: Architecture,
  workload: TrainingWorkload = trainingWorkload,
): MemoryItem[] {
  const { stacks, parameters } = architecture;
  if (!stacks || !parameters) return [{ what: 'all of it', bytes: nadirMiniBytes.training, arithmetic: 'measured' }];
  const { differentiated, writer, vocabulary } = stacks;
  const { captionsAtOnce, imagesAtOnce, keepsStart, loraRank } = workload;
  const trained = loraRank > 0 ? adapterNumbers(differentiated, loraRank) : parameters.trained;
  const sequences = (blocks: Blocks): number => (blocks === writer ? captionsAtOnce : imagesAtOnce);
  const sum = (values: (blocks: Blocks) => number): number =>
    differentiated.reduce((total, blocks) => total + sequences(blocks) * values(blocks), 0);
  const insides = differentiated.map((blocks) => sequences(blocks) * blockValues(blocks));
  return [
    weights(parameters.total),
    item(loraRank > 0 ? 'adapters, their gradient and AdamW’s moments' : 'gradient and AdamW’s moments', [
      ['of each', trainedExtras + (loraRank > 0 ? 1 : 0)],
      ['trained numbers', trained],
    ]),
    ...(keepsStart ? [item('the policy that it started from', [['trained numbers', trained]])] : []),
    item('inputs of the blocks', [
      ['copies', gradientCopies.betweenBlocks],
      ['values', sum(({ layers, tokens, width }) => layers * tokens * width)],
    ]),
    workload.recomputes
      ? item('inside of the largest block', [
          ['copies', gradientCopies.inside],
          ['values', Math.max(...insides)],
        ])
      : item('inside of all blocks', [
          ['copies', gradientCopies.inside],
          ['values', sum((blocks) => blocks.layers * blockValues(blocks))],
        ]),
    ...lookedAtItem(architecture, imagesAtOnce, [['copies', gradientCopies.lookedAt]]),
    item('words to choose from', [
      ['captions', captionsAtOnce],
      ['copies', logitCopies + (keepsStart ? divergenceCopies : 0)],
      ['tokens', writer.tokens],
      ['words', vocabulary],
    ]),
    library,
  ];
}

/** Numbers of LoRA's changes if every linear layer of the stacks had one. */
function adapterNumbers(stacks: readonly Blocks[], rank: number): number {
  return stacks.reduce((total, { layers, width, feedForwardWidth }) => {
    const ofBlock = linearLayers.attention * 2 * width + linearLayers.feedForward * (width + feedForwardWidth);
    return total + layers * rank * ofBlock;
  }, 0);
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
