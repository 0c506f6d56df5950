import { createHash } from 'node:crypto';
import type { Output } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { scoreCorpus } from '../../metrics/corpus-score.ts';
import { compareGraphs } from '../../scene-graph/compare.ts';
import type { ImageRow } from '../../store/image-repository.ts';
import type { PredictionSetRow } from '../../store/prediction-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { GraphService } from '../graph-service.ts';
import { humanId } from './baseline-models.ts';
import { corpusTable, type ScoredSide } from './corpus-table.ts';
import { finishedSet } from './prediction-sets.ts';

export type ComparisonTable = Output<'compare', 'table'>;
export type ComparisonItem = Output<'compare', 'item'>;
interface Pair {
  readonly a: string;
  readonly b: string;
  readonly split: string;
}

/** One image that both models captioned and that has references. */
interface ComparedImage {
  readonly image: ImageRow;
  readonly references: readonly string[];
  readonly captionA: string;
  readonly captionB: string;
}

/** Graphs compared before other requests get their turn. */
const batch = 16;
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Two models' captions of a split against each other and the references as they are now. Keeps the last few tables. */
export class Comparisons {
  readonly #graphs: GraphService;
  readonly #tables = new Map<string, Promise<ComparisonTable>>();

  constructor(graphs: GraphService) {
    this.#graphs = graphs;
  }

  /** Throws `conflict` unless both sets are finished and share an image with references. */
  table(store: ProjectStore, pair: Pair): Promise<ComparisonTable> {
    const { setA, setB, images } = this.#compared(store, pair);
    const key = tableKey(setA, setB, images);
    const known = this.#tables.get(key);
    if (known) return known;
    const table = this.#score(store, images, setA.id === setB.id);
    this.#tables.set(key, table);
    for (const old of [...this.#tables.keys()].slice(0, -keptTables)) this.#tables.delete(old);
    table.catch(() => this.#tables.delete(key));
    return table;
  }

  /** One image with both captions, their graphs and what is missing and hallucinated. Throws `unknown_id`. */
  async item(store: ProjectStore, input: Pair & { readonly imageId: number }): Promise<ComparisonItem> {
    const table = await this.table(store, input);
    const row = table.images.find(({ imageId }) => imageId === input.imageId);
    const image = store.images.get(input.imageId);
    if (!row || !image) {
      throw new AppError(
        'unknown_id',
        `The image ${input.imageId} is not among those that both models captioned in the split "${input.split}".`,
      );
    }
    const texts = store.captions.ofImage(image.id).map(({ text }) => text);
    const references = judges(input, texts);
    const [graphA, graphB, ...graphs] = await this.#graphs.graphsOf(
      [row.captionA, row.captionB, ...references],
      store.graphs,
    );
    const { fileName, class: className } = image;
    return {
      imageId: image.id,
      fileName,
      class: className,
      references,
      a: { caption: row.captionA, cider: row.ciderA, graph: graphA!, comparison: compareGraphs(graphA!, graphs) },
      b: { caption: row.captionB, cider: row.ciderB, graph: graphB!, comparison: compareGraphs(graphB!, graphs) },
    };
  }

  clear(): void {
    this.#tables.clear();
  }

  #compared(store: ProjectStore, { a, b, split }: Pair) {
    const setA = finishedSet(store, a, split);
    const setB = finishedSet(store, b, split);
    const captionsA = store.predictions.captions(setA.id);
    const captionsB = store.predictions.captions(setB.id);
    const references = store.captions.textsByImage(split);
    const images = store.images.all(split).flatMap((image): ComparedImage[] => {
      const [captionA, captionB] = [captionsA.get(image.id), captionsB.get(image.id)];
      const own = judges({ a, b }, references.get(image.id) ?? []);
      if (captionA === undefined || captionB === undefined || own.length === 0) return [];
      return [{ image, references: own, captionA, captionB }];
    });
    if (images.length === 0) {
      throw new AppError('conflict', `No image of the split "${split}" has references and a caption by both models.`);
    }
    return { setA, setB, images };
  }

  async #score(store: ProjectStore, images: readonly ComparedImage[], same: boolean): Promise<ComparisonTable> {
    const a = await this.#side(store, images, ({ captionA }) => captionA);
    const b = same ? a : await this.#side(store, images, ({ captionB }) => captionB);
    const metrics = await corpusTable(a, b, pause);
    return {
      metrics,
      images: images.map(({ image, captionA, captionB }, at) => ({
        imageId: image.id,
        class: image.class,
        captionA,
        captionB,
        ciderA: a.scores.images[at]!.cider as number,
        ciderB: b.scores.images[at]!.cider as number,
      })),
    };
  }

  async #side(
    store: ProjectStore,
    images: readonly ComparedImage[],
    captionOf: (image: ComparedImage) => string,
  ): Promise<ScoredSide> {
    const captions = images.map(captionOf);
    const candidates = await this.#graphs.graphsOf(captions, store.graphs);
    const references = await this.#graphs.graphsOf(
      images.flatMap((image) => image.references),
      store.graphs,
    );
    const graphs = [];
    let next = 0;
    for (const [at, image] of images.entries()) {
      const own = references.slice(next, next + image.references.length);
      next += own.length;
      graphs.push({ graph: candidates[at]!, comparison: compareGraphs(candidates[at]!, own) });
      if (at % batch === batch - 1) await pause();
    }
    const scores = scoreCorpus({
      images: images.map(({ image, references: own }, at) => ({
        imageId: image.id,
        candidate: captions[at]!,
        references: own,
      })),
      graphs,
    });
    return { captions, scores };
  }
}

const keptTables = 4;

/** The references that both sides are judged by. Where one side is human, its caption judges neither. */
function judges({ a, b }: Pick<Pair, 'a' | 'b'>, references: readonly string[]): readonly string[] {
  return a === humanId || b === humanId ? references.slice(1) : references;
}

/** Another set, image or reference gives another key. */
function tableKey(setA: PredictionSetRow, setB: PredictionSetRow, images: readonly ComparedImage[]): string {
  const hash = createHash('sha256').update(`${setA.id} ${setB.id}\n`);
  for (const { image, references } of images) hash.update(`${image.id} ${image.class} ${JSON.stringify(references)}\n`);
  return hash.digest('hex');
}
