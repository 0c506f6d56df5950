import { meanApplicable } from '../../metrics/accumulator.ts';
import type { ScoredImage } from '../../metrics/corpus-score.ts';
import type { CorpusScores, ImageScores } from '../../metrics/corpus-scorer.ts';

/** Rounds at most: datasets have five references an image, and more rounds would hardly move the mean. */
const mostRounds = 5;

/**
 * People judged as models are: in round k every image's reference k is taken from the references, and a candidate of null
 * (a person's) is that reference. Images with fewer references begin again at their first. Each image needs two.
 *
 * Example: references a, b, c give three rounds; in the second, b is judged by a and c.
 */
export function leaveOneOut(
  images: readonly {
    readonly imageId: number;
    readonly candidate: string | null;
    readonly references: readonly string[];
  }[],
): readonly (readonly ScoredImage[])[] {
  const rounds = Math.min(mostRounds, Math.max(0, ...images.map(({ references }) => references.length)));
  return Array.from({ length: rounds }, (_, round) =>
    images.map(({ imageId, candidate, references }) => {
      const left = round % references.length;
      return {
        imageId,
        candidate: candidate ?? references[left]!,
        references: references.filter((_, at) => at !== left),
      };
    }),
  );
}

/**
 * The mean of several rounds, of each metric over the corpus and of each image. There are no statistics of BLEU and METEOR
 * then: a score of the rounds together is another number than their mean.
 */
export function meanScores(rounds: readonly CorpusScores[]): CorpusScores {
  const [first, ...others] = rounds;
  if (!first) throw new RangeError('There is no round to take the mean of.');
  if (others.length === 0) return first;
  const corpus = Object.fromEntries(
    Object.keys(first.corpus).map((id) => [id, meanApplicable(rounds.map((round) => round.corpus[id] ?? null))]),
  );
  const images = first.images.map(
    ({ image_id, ...scores }, at): ImageScores => ({
      image_id,
      ...Object.fromEntries(
        Object.keys(scores).map((id) => [
          id,
          meanApplicable(rounds.map((round) => round.images[at]![id] as number | null)),
        ]),
      ),
    }),
  );
  return { corpus, images, count: first.count, bleuStatistics: [], meteorStatistics: [] };
}
