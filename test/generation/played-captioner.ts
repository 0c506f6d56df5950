import type { Captioner, DecodingState } from '../../main/models/captioner.ts';
import { type Tensor, type Tensor2D, tf } from '../../main/tensor/backend.ts';
import { Random } from '../../main/tensor/random.ts';

/** Words of the played model: id 2 is the end and written ".", ids 4, 5 and 6 are a, b and c. */
const letters = ['_', '^', '.', '?', 'a', 'b', 'c'] as const;
const end = 2;
const forbidden = [0, 1, 3] as const;

/** Probabilities of the next word after each beginning: `{'': {a: 0.6, b: 0.4}, a: {'.': 1}, …}`. */
export type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const spell = (tokens: readonly number[]): string => tokens.map((token) => letters[token]).join('');

/** A row of logits: ln p, and ids that a caption never contains far above everything else. */
function logits(table: Table, written: string): number[] {
  const next = table[written] ?? { a: 1 };
  return letters.map((letter, id) => (forbidden.some((other) => other === id) ? 20 : Math.log(next[letter] ?? 0)));
}

/**
 * A captioner whose distribution is written down: an image is the number of its table. Tokens are known to it only through `step` and
 * `keep`, and it holds one tensor until `dispose`, so that wrong rows and a forgotten state both show.
 */
export class PlayedCaptioner implements Captioner {
  readonly vocabularySize = letters.length;
  readonly special = { padding: 0, start: 1, end, forbidden };
  /** What each step was asked, spelled, and which rows were kept. */
  readonly steps: string[] = [];
  readonly kept: number[][] = [];
  /** The step, from 1, that throws. */
  readonly #failsAt: number;
  readonly #tables: readonly Table[];

  constructor(tables: readonly Table[], failsAt = Number.POSITIVE_INFINITY) {
    this.#tables = tables;
    this.#failsAt = failsAt;
  }

  encode(_features?: Tensor): Tensor {
    throw new Error('The played model has no images to encode.');
  }

  logits(): Tensor2D {
    throw new Error('The played model is only asked step by step.');
  }

  words(tokens: readonly number[]): string[] {
    return [...spell(tokens)];
  }

  begin(memory: Tensor, sequencesPerImage: number): DecodingState {
    const images = Array.from(memory.dataSync());
    let rows = images.flatMap((image) => Array.from({ length: sequencesPerImage }, () => ({ image, written: '' })));
    const held = tf.scalar(rows.length);
    const step = (tokens: Int32Array): Float32Array => {
      this.steps.push(spell([...tokens]));
      if (this.steps.length === this.#failsAt) throw new Error('the device is gone');
      if (tokens.length !== rows.length) throw new RangeError(`Expected ${rows.length} tokens.`);
      rows = rows.map(({ image, written }, row) => ({
        image,
        written: tokens[row] === 1 ? written : written + letters[tokens[row]!],
      }));
      return Float32Array.from(rows.flatMap(({ image, written }) => logits(this.#tables[image]!, written)));
    };
    return {
      step,
      read: (tokens, reader) =>
        tf.tidy(() => reader(tf.tensor2d(step(tokens), [tokens.length, letters.length])) as never),
      keep: (kept) => {
        this.kept.push([...kept]);
        rows = Array.from(kept, (row) => rows[row]!);
      },
      dispose: () => held.dispose(),
    };
  }
}

/** Memories of images that follow the tables of these numbers. */
export const imagesOf = (...tables: number[]): Tensor => tf.tensor3d(tables, [tables.length, 1, 1]);

/** A table of uneven probabilities over ., a, b and c after every beginning of up to `length` − 1 words. */
export function randomTable(seed: number, length: number): Table {
  const random = new Random(seed);
  const table: Record<string, Record<string, number>> = {};
  const write = (written: string): void => {
    const weights = Array.from('.abc', () => 0.05 + random.uniform());
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    table[written] = Object.fromEntries(Array.from('.abc', (letter, at) => [letter, weights[at]! / total]));
    if (written.length + 1 < length) for (const letter of 'abc') write(written + letter);
  };
  write('');
  return table;
}
