import type { ScoredImage } from '../../metrics/corpus-score.ts';
import { CorpusScorer, type CorpusScores } from '../../metrics/corpus-scorer.ts';
import { compareGraphs } from '../../scene-graph/compare.ts';
import type { GraphCache } from '../../store/graph-cache.ts';
import type { GraphService } from '../graphs/graph-service.ts';

/** Images scored before other requests get their turn. */
const batch = 16;
export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The metrics of the catalog for some captions against their references, graphs included. `train` holds the captions that a
 * model may have learned by heart, `detected` what detectors counted, by image.
 */
export async function scoreCaptions(
  images: readonly ScoredImage[],
  graphs: GraphService,
  cache: GraphCache,
  train: Iterable<string>,
  detected: ReadonlyMap<number, Readonly<Record<string, number>>>,
): Promise<CorpusScores> {
  const candidates = await graphs.graphsOf(
    images.map(({ candidate }) => candidate),
    cache,
  );
  const references = await graphs.graphsOf(
    images.flatMap((image) => image.references),
    cache,
  );
  const scorer = new CorpusScorer({ withGraphs: true, train });
  let next = 0;
  for (const [at, image] of images.entries()) {
    const own = references.slice(next, next + image.references.length);
    next += own.length;
    const imageCounts = detected.get(Number(image.imageId));
    const comparison = compareGraphs(candidates[at]!, own, imageCounts ? { imageCounts } : {});
    scorer.add(image, { graph: candidates[at]!, comparison, references: own });
    if (at % batch === batch - 1) await pause();
  }
  return scorer.scores();
}
