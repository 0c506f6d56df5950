import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { type CiderVector, ciderVector, type DocumentFrequencies, documentFrequencies } from '../metrics/cider.ts';
import { type NgramCounts, NgramIndex } from '../metrics/ngrams.ts';
import { tokenizePtb } from '../text/ptb-tokenizer.ts';

/** The end of a caption as the rewards see it: an unfinished caption lacks it and loses the n-grams that hold it. */
export const endToken = '<eos>';

/** One image's references, prepared once. */
export interface RewardReferences {
  /** Words without the end token. */
  readonly words: readonly (readonly string[])[];
  /** With the end token. */
  readonly grams: readonly NgramCounts[];
  readonly vectors: readonly CiderVector[];
  /** Scene graphs of the references, parsed when first asked for. */
  graphs(): readonly SceneGraph[];
  /** Detectors' counts in the image; their objects join the references'. */
  readonly detected: Readonly<Record<string, number>>;
}

/** Everything that rewards need of the training references: made once a run, never from a batch. */
export interface RewardCorpus {
  readonly index: NgramIndex;
  readonly frequencies: DocumentFrequencies;
  references(imageId: number): RewardReferences;
  /** The graph of a caption, kept by its text. */
  graph(text: string): SceneGraph;
}

/** Parses captions into graphs, one a text. */
export type Parse = (texts: readonly string[]) => readonly SceneGraph[];

/**
 * Tokenises the references, counts their n-grams with the end token as a token, and takes document frequencies over all
 * images. Images without captions are left out: rewarding a caption of one throws a RangeError.
 */
export function buildRewardCorpus(options: {
  readonly images: readonly {
    readonly id: number;
    readonly references: readonly string[];
    readonly detected?: Readonly<Record<string, number>> | undefined;
  }[];
  readonly parse: Parse;
}): RewardCorpus {
  const index = new NgramIndex();
  const captioned = options.images.filter(({ references }) => references.length > 0);
  const words = captioned.map(({ references }) => references.map(tokenizePtb));
  const grams = words.map((ofImage) => ofImage.map((tokens) => index.count([...tokens, endToken])));
  const frequencies = documentFrequencies(grams, index.size);
  const graphs = new Map<string, SceneGraph>();
  const graph = (text: string): SceneGraph => {
    let known = graphs.get(text);
    if (!known) {
      [known] = options.parse([text]);
      graphs.set(text, known!);
    }
    return known!;
  };
  const byImage = new Map<number, RewardReferences>(
    captioned.map(({ id, references, detected = {} }, at) => {
      // The same array each time: what is merged of it is remembered by it.
      let parsed: readonly SceneGraph[] | undefined;
      const prepared: RewardReferences = {
        words: words[at]!,
        grams: grams[at]!,
        vectors: grams[at]!.map((counts) => ciderVector(counts, frequencies)),
        graphs() {
          parsed ??= references.map(graph);
          return parsed;
        },
        detected,
      };
      return [id, prepared];
    }),
  );
  return {
    index,
    frequencies,
    graph,
    references(imageId) {
      const found = byImage.get(imageId);
      if (!found) throw new RangeError(`Image ${imageId} has no references to reward against.`);
      return found;
    },
  };
}
