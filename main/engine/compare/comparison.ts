import { createHash } from 'node:crypto';
import type { Output } from '../../../preload/contract/table.ts';
import { exportIds } from '../../dataset/export-image.ts';
import { AppError } from '../../errors/app-error.ts';
import type { CorpusScores } from '../../metrics/corpus-scorer.ts';
import { compareGraphs } from '../../scene-graph/compare.ts';
import type { ImageRow } from '../../store/image-repository.ts';
import type { PredictionSetRow } from '../../store/prediction-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { GraphService } from '../graphs/graph-service.ts';
import { humanId } from '../models/baseline-models.ts';
import { corpusTable } from './corpus-table.ts';
import { leaveOneOut, meanScores } from './leave-one-out.ts';
import { finishedSet } from './prediction-sets.ts';
import { pause, scoreCaptions } from './score-captions.ts';

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
    const key = `${this.#graphs.revision} ${tableKey(setA, setB, images)}`;
    const known = this.#tables.get(key);
    if (known) return known;
    const table = this.#score(store, images, pair);
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
    const references = shownReferences(input, texts);
    const [graphA, graphB, ...graphs] = await this.#graphs.graphsOf(
      [row.captionA, row.captionB, ...references],
      store.graphs,
    );
    const options = { imageCounts: store.detections.ofImage(image.id) };
    const { fileName, class: className } = image;
    return {
      imageId: image.id,
      fileName,
      class: className,
      references,
      a: {
        caption: row.captionA,
        cider: row.ciderA,
        graph: graphA!,
        comparison: compareGraphs(graphA!, graphs, options),
      },
      b: {
        caption: row.captionB,
        cider: row.ciderB,
        graph: graphB!,
        comparison: compareGraphs(graphB!, graphs, options),
      },
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
    const needed = a === humanId || b === humanId ? 2 : 1;
    const images = store.images.all(split).flatMap((image): ComparedImage[] => {
      const [captionA, captionB] = [captionsA.get(image.id), captionsB.get(image.id)];
      const own = references.get(image.id) ?? [];
      if (captionA === undefined || captionB === undefined || own.length < needed) return [];
      return [{ image, references: own, captionA, captionB }];
    });
    if (images.length === 0) {
      throw new AppError('conflict', `No image of the split "${split}" has references and a caption by both models.`);
    }
    return { setA, setB, images };
  }

  async #score(store: ProjectStore, images: readonly ComparedImage[], pair: Pair): Promise<ComparisonTable> {
    const withPeople = pair.a === humanId || pair.b === humanId;
    const side = async (model: string, captionOf: (image: ComparedImage) => string): Promise<CorpusScores> => {
      const judged = images.map((compared) => ({
        imageId: compared.image.id,
        candidate: captionOf(compared),
        references: compared.references,
      }));
      // Beside people a model is judged as they are: by one reference less.
      const rounds = withPeople
        ? leaveOneOut(judged.map((one) => (model === humanId ? { ...one, candidate: null } : one)))
        : [judged];
      const detected = store.detections.byImage();
      const train = [...store.captions.textsByImage('train').values()].flat();
      const scores = [];
      for (const round of rounds) scores.push(await scoreCaptions(round, this.#graphs, store.graphs, train, detected));
      return meanScores(scores);
    };
    const a = await side(pair.a, ({ captionA }) => captionA);
    const b = pair.a === pair.b ? a : await side(pair.b, ({ captionB }) => captionB);
    const metrics = await corpusTable(a, b, pause);
    const exported = exportIds(store.images.all(pair.split));
    return {
      metrics,
      images: images.map(({ image, captionA, captionB }, at) => ({
        imageId: image.id,
        exportId: exported.get(image.id)!,
        fileName: image.fileName,
        class: image.class,
        captionA,
        captionB,
        ciderA: a.images[at]!.cider as number,
        ciderB: b.images[at]!.cider as number,
      })),
    };
  }
}

const keptTables = 4;

/** The references that an image is shown against. Where one side is human, its caption is none of them. */
function shownReferences({ a, b }: Pair, references: readonly string[]): readonly string[] {
  return a === humanId || b === humanId ? references.slice(1) : references;
}

/** Another set, image or reference gives another key. */
function tableKey(setA: PredictionSetRow, setB: PredictionSetRow, images: readonly ComparedImage[]): string {
  const hash = createHash('sha256').update(`${setA.id} ${setB.id}\n`);
  for (const { image, references } of images) hash.update(`${image.id} ${image.class} ${JSON.stringify(references)}\n`);
  return hash.digest('hex');
}
