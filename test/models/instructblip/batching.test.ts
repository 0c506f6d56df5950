import { describe } from 'vitest';
import type { InstructBlip, PaddedTokens } from '../../../main/models/instructblip/model.ts';
import { countedPositions } from '../../../main/models/llama/model.ts';
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../../main/tensor/backend.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { type TeacherBatch, teacherBatch } from '../../../main/training/teacher-batch.ts';
import { values } from '../../tensor/ops/finite-differences.ts';
import { itTakesThreeAsOneByOne } from '../batch-of-three.ts';
import { paddedBatch } from '../padded-batch.ts';
import type { Begun } from '../same-writing.ts';
import { smallInstructBlip } from '../small-published.ts';

/** A word that each of these models writes, so that sequences end at several lengths. */
const end = 28;
const instructions = [
  [7, 8, 9, 30],
  [12, 30],
  [5, 17, 30],
];
const prompts = [
  [1, 10, 11],
  [1, 19, 20, 21, 22],
  [1, 15],
];
const captions = [
  [14, 8, 22, end],
  [9, 21, 4, 17, 6, 11, end],
  [25, end],
];
const lengths = captions.map(({ length }) => length);
const of = <T>(from: readonly T[], rows: readonly number[]): T[] => rows.map((row) => from[row]!);

/** What every family does first: images through the vision tower and the Q-Former, before the prompts' embeddings. */
function prefixed(model: InstructBlip, rows: readonly number[], prompt: PaddedTokens): Tensor {
  const images = tf.gather(tf.mul(values([3, 8, 8, 3], 8), 2), [...rows]) as Tensor4D;
  const read = model.read(model.vision.apply(images), paddedBatch(of(instructions, rows), 'right'), null);
  return model.prefix(model.project(read), prompt);
}

/** Logits of a batch of captions behind what each image is asked. */
type Logits = (model: InstructBlip, rows: readonly number[], batch: TeacherBatch) => Tensor2D;
interface Family {
  readonly make: () => InstructBlip;
  readonly special: { padding: number; start: number; end: number; forbidden: number[] };
  readonly logits: Logits;
  readonly begin: (
    model: InstructBlip,
    rows: readonly number[],
  ) => Omit<Begun, 'writer'> & { begin: Begun['writer']['begin'] };
}

function encoded(model: InstructBlip, rows: readonly number[]) {
  const prompt = paddedBatch(of(prompts, rows), 'right');
  return model.memory(prefixed(model, rows, prompt), model.prefixMask(prompt, rows.length));
}

const withT5 = (family: 'instructblip' | 'blip-2'): Family => ({
  make: () => smallInstructBlip('t5', family),
  special: { padding: 0, start: 0, end, forbidden: [0] },
  logits: (model, rows, { inputs, length }) => {
    const { memory, bias } = encoded(model, rows);
    return model.t5.logits(memory, bias, inputs, length, null);
  },
  begin: (model, rows) => {
    const { memory, bias } = tf.tidy(() => encoded(model, rows));
    return { memory, others: [bias], begin: (given, sequences) => model.t5.begin(given, bias, sequences) };
  },
});

/** Prompts end where captions begin, so their padding stands before them: between the queries and the words. */
const withLlama: Family = {
  make: () => smallInstructBlip('llama'),
  special: { padding: 0, start: 13, end, forbidden: [0] },
  logits: (model, rows, { inputs, weights, length }) => {
    const prompt = paddedBatch(of(prompts, rows), 'left');
    const prefix = prefixed(model, rows, prompt);
    const before = prefix.shape[1]!;
    const asked = model.prefixMask(prompt, rows.length);
    const mask = Uint8Array.from(
      rows.flatMap((_, row) => [
        ...asked.subarray(row * before, (row + 1) * before),
        ...Array.from(weights.subarray(row * length, (row + 1) * length), (weight) => (weight > 0 ? 1 : 0)),
      ]),
    );
    const whole = tf.concat([prefix, model.llama.embed(inputs, length)], 1);
    const positions = countedPositions(mask, before + length);
    const { hidden } = model.llama.apply(whole, { positions, mask }, null);
    return model.llama.words(tf.slice(hidden, [0, before, 0], [rows.length, length, 16]));
  },
  begin: (model, rows) => {
    const prompt = paddedBatch(of(prompts, rows), 'left');
    const mask = model.prefixMask(prompt, rows.length);
    return {
      memory: tf.tidy(() => prefixed(model, rows, prompt)),
      begin: (given, sequences) => model.llama.begin(given, mask, sequences),
    };
  },
};

const families: Readonly<Record<string, Family>> = {
  'InstructBLIP with T5': withT5('instructblip'),
  'BLIP-2 with T5': withT5('blip-2'),
  'InstructBLIP with Llama': withLlama,
};

describe.each(Object.keys(families))('%s, instructions, prompts and captions of several lengths', (name) => {
  const { make, special, logits, begin } = families[name]!;
  const batchOf = (rows: readonly number[]): TeacherBatch => teacherBatch(of(captions, rows), special);
  itTakesThreeAsOneByOne<InstructBlip>({
    make,
    outputs: (model, rows) => logits(model, rows, batchOf(rows)),
    lengths,
    loss: (model, rows) => {
      const batch = batchOf(rows);
      return weightedCrossEntropy(logits(model, rows, batch), batch.labels, batch.weights);
    },
    tokens: lengths,
    begin: (model, rows) => {
      const { begin: how, ...rest } = begin(model, rows);
      return { ...rest, writer: { vocabularySize: 36, special, begin: how } };
    },
  });
});
