import { AppError } from '../errors/app-error.ts';
import { tokenizePtb } from '../text/ptb-tokenizer.ts';
import type { MetricAccumulator, MetricValues, PreparedCaption, ScoredGraph } from './accumulator.ts';
import { BleuAccumulator, type BleuStatistics } from './bleu.ts';
import { type MetricEntry, metricCatalog, metricEntry } from './catalog.ts';
import { CiderAccumulator, documentFrequencies } from './cider.ts';
import { HealthAccumulator } from './diversity.ts';
import { graphAccumulator } from './graph-metrics.ts';
import { MeteorLexicon } from './meteor/lexicon.ts';
import { MeteorAccumulator, type MeteorStatistics } from './meteor/meteor.ts';
import type { ParaphraseTable } from './meteor/paraphrase-table.ts';
import { NgramIndex } from './ngrams.ts';
import { rougeLAccumulator } from './rouge-l.ts';

/** Data that scores depend on besides the images. Captions are raw text. */
export interface ScoringOptions {
  /** Ids of the catalog; default: all that need nothing else and say something of their own. */
  readonly metrics?: readonly string[] | undefined;
  /** Whether images come with graphs. */
  readonly withGraphs?: boolean;
  /** Captions that a model may have learned by heart: `verbatim_from_train` needs them. */
  readonly train?: Iterable<string> | null | undefined;
  /** References of the images over which CIDEr counts documents; default: those that are scored. */
  readonly frequenciesOf?: Iterable<readonly string[]> | null | undefined;
  /** METEOR's own table, which makes METEOR whole. */
  readonly paraphrases?: ParaphraseTable | null | undefined;
}

/** Scores of one image by metric id; `null` where a metric does not apply. */
export type ImageScores = { readonly image_id: number | string } & Readonly<Record<string, number | string | null>>;

export interface CorpusScores {
  readonly corpus: MetricValues;
  readonly images: readonly ImageScores[];
  readonly count: number;
  /** The statistics behind the corpus' BLEU and METEOR, image by image, for resampling. Empty where not asked for. */
  readonly bleuStatistics: readonly BleuStatistics[];
  readonly meteorStatistics: readonly MeteorStatistics[];
}

/** Words that METEOR looked up stay known to later corpora. */
let sharedLexicon: MeteorLexicon | undefined;

/**
 * Scores a stream of images: `add` them one after the other, then ask for the `scores`. Only what the metrics need of an
 * image stays in memory, about 2 KB with five references. Throws `unknown_id` for an unknown metric and `bad_input` for
 * one whose needs are not met.
 */
export class CorpusScorer {
  readonly #wanted: readonly MetricEntry[];
  readonly #index = new NgramIndex();
  readonly #accumulators: readonly MetricAccumulator[];
  readonly #bleu: BleuAccumulator | null;
  readonly #meteor: MeteorAccumulator | null;
  readonly #ids: (number | string)[] = [];

  constructor(options: ScoringOptions = {}) {
    this.#wanted = wantedMetrics(options);
    const wants = (...ids: readonly string[]) => this.#wanted.some(({ id }) => ids.includes(id));
    this.#bleu = wants('bleu_1', 'bleu_2', 'bleu_3', 'bleu_4') ? new BleuAccumulator() : null;
    this.#meteor = wants('meteor') ? new MeteorAccumulator(lexiconFor(options.paraphrases ?? null)) : null;
    const health = this.#wanted.some(({ id }) => healthMetrics.has(id));
    this.#accumulators = [
      this.#bleu,
      wants('rouge_l') ? rougeLAccumulator() : null,
      wants('cider', 'cider_original') ? this.#cider(options, wants('cider_original')) : null,
      this.#meteor,
      this.#wanted.some(({ needs }) => needs === 'graphs') ? graphAccumulator() : null,
      health ? new HealthAccumulator(options.train ? tokenised(options.train) : null) : null,
    ].filter((accumulator) => accumulator !== null);
  }

  /** No references throw a RangeError. */
  add(
    image: { readonly imageId: number | string; readonly candidate: string; readonly references: readonly string[] },
    graph: ScoredGraph | null = null,
  ): void {
    const candidate = this.#prepare(image.candidate);
    const references = image.references.map((reference) => this.#prepare(reference));
    for (const accumulator of this.#accumulators) accumulator.add({ candidate, references, graph });
    this.#ids.push(image.imageId);
  }

  scores(): CorpusScores {
    const corpus: MetricValues = Object.assign({}, ...this.#accumulators.map((accumulator) => accumulator.corpus()));
    const images = this.#accumulators.map((accumulator) => accumulator.images());
    const ids = this.#wanted.map(({ id }) => id);
    return {
      corpus: Object.fromEntries(ids.map((id) => [id, corpus[id] ?? null])),
      images: this.#ids.map((image_id, at) => {
        const scores: Record<string, number | string | null> = { image_id };
        const all: MetricValues = Object.assign({}, ...images.map((values) => values[at]));
        for (const { id, scope } of this.#wanted) if (scope === 'image') scores[id] = all[id] ?? null;
        return scores as ImageScores;
      }),
      count: this.#ids.length,
      bleuStatistics: this.#bleu?.statistics ?? [],
      meteorStatistics: this.#meteor?.statistics ?? [],
    };
  }

  #prepare(text: string): PreparedCaption {
    const tokens = tokenizePtb(text);
    return { tokens, grams: this.#index.count(tokens) };
  }

  #cider({ frequenciesOf }: ScoringOptions, original: boolean): CiderAccumulator {
    if (!frequenciesOf) return new CiderAccumulator(this.#index, { original });
    const grams = Array.from(frequenciesOf, (references) =>
      references.map((reference) => this.#index.count(tokenizePtb(reference))),
    );
    return new CiderAccumulator(this.#index, { original, frequencies: documentFrequencies(grams, this.#index.size) });
  }
}

const healthMetrics: ReadonlySet<string> = new Set([
  'mean_length',
  'bad_ending_rate',
  'verbatim_from_train',
  'distinct_captions',
  'distinct_1',
  'distinct_2',
  'vocabulary_size',
]);

function wantedMetrics({ metrics, withGraphs = false, train }: ScoringOptions): readonly MetricEntry[] {
  const has = { graphs: withGraphs, train: Boolean(train) };
  if (!metrics) {
    return metricCatalog.filter(({ needs, onlyOnRequest }) => !onlyOnRequest && (needs === null || has[needs]));
  }
  const wanted = [...new Set(metrics)].map(metricEntry);
  for (const { id, needs } of wanted) {
    if (needs === null || has[needs]) continue;
    const missing = needs === 'graphs' ? 'scene graphs of the captions' : 'the train captions';
    throw new AppError('bad_input', `The metric "${id}" needs ${missing}, which were not given.`);
  }
  return wanted;
}

function lexiconFor(paraphrases: ParaphraseTable | null): MeteorLexicon {
  if (paraphrases) return new MeteorLexicon({ paraphrases });
  sharedLexicon ??= new MeteorLexicon();
  return sharedLexicon;
}

function* tokenised(captions: Iterable<string>): Generator<readonly string[]> {
  for (const caption of captions) yield tokenizePtb(caption);
}
