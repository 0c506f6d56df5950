import { type Tensor, tf } from '../../tensor/backend.ts';
import { decodeSentence, type Skeleton, withPredicates } from './decode.ts';
import { type CaptionLabels, joins, type Labels, links } from './labels.ts';
import type { GraphParserNetwork } from './network.ts';
import { type ParserVocabulary, virtualWord } from './vocabulary.ts';

/** Words whose embeddings are kept, so that odd input cannot fill the memory: 200,000 floats at width 192 a thousand. */
const rememberedWords = 20_000;
/** Pairs of words in one pass: bounds its memory to about 250 MB. Half as many take a tenth more time. */
const pairsPerPass = 48_000;

/** Labels sentences with a network: batches of one length, each word's embedding computed once. */
export class SentenceReader {
  readonly #network: GraphParserNetwork;
  readonly #vocabulary: ParserVocabulary;
  readonly #labels: Labels;
  readonly #embeddings = new Map<string, Float32Array>();

  constructor(network: GraphParserNetwork, vocabulary: ParserVocabulary, labels: Labels) {
    this.#network = network;
    this.#vocabulary = vocabulary;
    this.#labels = labels;
  }

  /** Labels of sentences, which are lists of lower-case words without the virtual one; in the same order. */
  read(sentences: readonly (readonly string[])[]): CaptionLabels[] {
    this.#remember(new Set(sentences.flat()));
    const byLength = new Map<number, number[]>();
    for (const [at, { length }] of sentences.entries()) byLength.set(length, [...(byLength.get(length) ?? []), at]);
    const results: CaptionLabels[] = [];
    for (const [words, members] of byLength) {
      const length = words + 1;
      const size = Math.max(1, Math.floor(pairsPerPass / length ** 2));
      for (let start = 0; start < members.length; start += size) {
        const batch = members.slice(start, start + size);
        const labels = this.#readBatch(
          batch.map((at) => sentences[at]!),
          length,
        );
        for (const [row, at] of batch.entries()) results[at] = labels[row]!;
      }
    }
    return results;
  }

  /** Forgets embeddings: the network's weights have changed. */
  forget(): void {
    this.#embeddings.clear();
  }

  #readBatch(sentences: readonly (readonly string[])[], length: number): CaptionLabels[] {
    const batch = sentences.length;
    let labels: CaptionLabels[] = [];
    tf.tidy(() => {
      const scores = this.#network.score(this.#embed(sentences, length), null);
      const operations = scores.operations.dataSync() as Float32Array;
      const joinScores = scores.joins.dataSync() as Float32Array;
      const linkScores = scores.links.dataSync() as Float32Array;
      const operationCount = operations.length / (batch * length);
      const skeletons = sentences.map((_, row) =>
        decodeSentence({
          length,
          operations: operations.subarray(row * length * operationCount, (row + 1) * length * operationCount),
          joins: joinScores.subarray(row * length * joins, (row + 1) * length * joins),
          links: linkScores.subarray(row * length ** 2 * links, (row + 1) * length ** 2 * links),
        }),
      );
      labels = this.#withWording(skeletons, length, scores);
    });
    return labels;
  }

  #withWording(
    skeletons: readonly Skeleton[],
    length: number,
    scores: { readonly hidden: Tensor; readonly pairs: ReturnType<GraphParserNetwork['score']>['pairs'] },
  ): CaptionLabels[] {
    const wordings = this.#labels.templates;
    const none = new Float32Array(0);
    const chosen = skeletons.flatMap(({ relations }, row) => Array.from(relations, (pair) => row * length ** 2 + pair));
    if (chosen.length === 0) return skeletons.map((each) => withPredicates(each, length, none, none, wordings));
    const worded = this.#network.scorePredicates(scores, Int32Array.from(chosen), null);
    const templates = worded.templates.dataSync() as Float32Array;
    const verbs = worded.verbs.dataSync() as Float32Array;
    let row = 0;
    return skeletons.map((each) => {
      const end = row + each.relations.length;
      const result = withPredicates(
        each,
        length,
        templates.subarray(row * wordings.length, end * wordings.length),
        verbs.subarray(row * length, end * length),
        wordings,
      );
      row = end;
      return result;
    });
  }

  /** float32[B, T, D] from remembered rows. */
  #embed(sentences: readonly (readonly string[])[], length: number): Tensor {
    const { width } = this.#network.config;
    const values = new Float32Array(sentences.length * length * width);
    let offset = 0;
    for (const words of sentences) {
      values.set(this.#embeddings.get(virtualWord)!, offset);
      offset += width;
      for (const word of words) {
        values.set(this.#embeddings.get(word)!, offset);
        offset += width;
      }
    }
    return tf.tensor3d(values, [sentences.length, length, width]);
  }

  #remember(words: Set<string>): void {
    if (this.#embeddings.size + words.size > rememberedWords) this.#embeddings.clear();
    const fresh = [...words.add(virtualWord)].filter((word) => !this.#embeddings.has(word));
    if (fresh.length === 0) return;
    const { width } = this.#network.config;
    const rows = tf.tidy(
      () => this.#network.words.apply(fresh.map((word) => this.#vocabulary.features(word))).dataSync() as Float32Array,
    );
    for (const [at, word] of fresh.entries()) this.#embeddings.set(word, rows.slice(at * width, (at + 1) * width));
  }
}
