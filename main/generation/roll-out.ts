import type { DecodingState, Writer } from '../models/captioner.ts';
import type { Tensor } from '../tensor/backend.ts';
import { Random } from '../tensor/random.ts';
import { bestWords } from './best-words.ts';
import { argMax, draw, logSoftmaxRow, type Truncation } from './distribution.ts';
import { stillWritten } from './open-images.ts';
import type { SampledSequence, Sequence } from './sequence.ts';
import { applyRules, areNeutral, type WritingRules } from './writing-rules.ts';

/** The common part of greedy decoding and sampling. */
export interface WritingOptions extends WritingRules {
  /**
   * The words before the first new one, for each memory: their last is what the model is given first, and repetition
   * counts them all. Absent: the start token.
   */
  readonly prompts?: readonly (readonly number[])[];
}

export interface SamplingOptions extends Truncation, WritingOptions {
  readonly sequencesPerImage: number;
  readonly maxNewTokens: number;
  readonly temperature: number;
}

/** A caption being written. */
interface Draft {
  /** The index of its memory. */
  readonly image: number;
  readonly prompt: readonly number[];
  readonly tokens: number[];
  readonly logProbabilities: number[];
  readonly entropies: number[];
  finished: boolean;
}

const sequenceOf = ({ tokens, logProbabilities, finished }: Draft): Sequence => ({
  tokens,
  logProbabilities,
  finished,
});

/** Asks the state, which holds `drafts`, what follows `last` and adds a word to each draft that is not finished. */
type Write = (state: DecodingState, last: Int32Array, drafts: readonly Draft[]) => void;

function rollOut(
  model: Writer,
  memory: Tensor,
  options: Pick<SamplingOptions, 'sequencesPerImage' | 'maxNewTokens' | 'prompts'>,
  write: Write,
): Draft[] {
  const { sequencesPerImage, prompts } = options;
  const { start, end, padding } = model.special;
  const drafts = Array.from({ length: memory.shape[0]! * sequencesPerImage }, (_, row): Draft => {
    const image = Math.floor(row / sequencesPerImage);
    const prompt = prompts?.[image] ?? [start];
    return { image, prompt, tokens: [], logProbabilities: [], entropies: [], finished: false };
  });
  const state = model.begin(memory, sequencesPerImage);
  const lastOf = ({ finished, tokens, prompt }: Draft): number =>
    finished ? padding : (tokens.at(-1) ?? prompt.at(-1)!);
  try {
    let held: readonly Draft[] = drafts;
    for (let position = 0; position < options.maxNewTokens; position++) {
      write(state, Int32Array.from(held, lastOf), held);
      for (const draft of held) draft.finished ||= draft.tokens.at(-1) === end;
      if (held.every(({ finished }) => finished)) break;
      held = withoutDone(state, held, sequencesPerImage);
    }
  } finally {
    state.dispose();
  }
  return drafts;
}

/** The drafts to go on with, which are those that the state then holds: an image is done with its last draft. */
function withoutDone(state: DecodingState, held: readonly Draft[], perImage: number): readonly Draft[] {
  const isDone = (image: number): boolean =>
    held.slice(image * perImage, (image + 1) * perImage).every(({ finished }) => finished);
  const done = Array.from({ length: held.length / perImage }, (_, image) => isDone(image));
  const images = stillWritten(done);
  if (images.length === done.length) return held;
  const rows = images.flatMap((image) => Array.from({ length: perImage }, (_, at) => image * perImage + at));
  state.keep(Int32Array.from(rows));
  return rows.map((row) => held[row]!);
}

/** Goes through the logits of every word, which the rules may change, and lets `choose` take one. */
function choosing(
  { vocabularySize, special }: Writer,
  options: WritingRules & { readonly temperature: number },
  choose: (logProbabilities: Float32Array, image: number) => number,
): Write {
  const unruled = areNeutral(options);
  return (state, last, drafts) => {
    const logits = state.step(last);
    for (const [row, draft] of drafts.entries()) {
      if (draft.finished) continue;
      const values = logits.subarray(row * vocabularySize, (row + 1) * vocabularySize);
      if (!unruled) applyRules(values, options, draft.prompt, draft.tokens, special.end);
      draft.entropies.push(logSoftmaxRow(values, special.forbidden, options.temperature));
      const token = choose(values, draft.image);
      draft.tokens.push(token);
      draft.logProbabilities.push(values[token]!);
    }
  };
}

/** Takes the likeliest word of each, found where the logits are. */
const likeliest =
  ({ special }: Writer): Write =>
  (state, last, drafts) => {
    const best = state.read(last, (logits) => bestWords(logits, 1, special.forbidden));
    for (const [row, draft] of drafts.entries()) {
      if (draft.finished) continue;
      draft.tokens.push(best.ids[row]!);
      draft.logProbabilities.push(best.logProbabilities[row]!);
    }
  };

/** The likeliest word at each place, until the end token or `maxNewTokens`: one sequence for each memory. */
export function greedy(model: Writer, memory: Tensor, maxNewTokens: number, options: WritingOptions = {}): Sequence[] {
  const write = areNeutral(options) ? likeliest(model) : choosing(model, { ...options, temperature: 1 }, argMax);
  return rollOut(model, memory, { ...options, sequencesPerImage: 1, maxNewTokens }, write).map(sequenceOf);
}

/**
 * Words drawn from the model's distribution: `sequencesPerImage` adjacent sequences for each memory. Their
 * log-probabilities are those of the whole distribution, before top-k and top-p cut it. With a generator for each memory
 * what is drawn for one depends on no other; one for all is as good where the batch itself is drawn.
 */
export function sample(
  model: Writer,
  memory: Tensor,
  options: SamplingOptions,
  random: Random | readonly Random[],
): SampledSequence[] {
  const randomOf = random instanceof Random ? () => random : (image: number) => random[image]!;
  const write = choosing(model, options, (values, image) => draw(values, options, randomOf(image)));
  return rollOut(model, memory, options, write).map((draft) => ({ ...sequenceOf(draft), entropies: draft.entropies }));
}
