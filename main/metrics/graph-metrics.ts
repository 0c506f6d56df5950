import type { GraphComparison, SceneGraph } from '../../preload/contract/scene-graph.ts';
import { MeanAccumulator, type MetricValues, type ScoredGraph } from './accumulator.ts';
import { graphF1 } from './graph-f1.ts';

/** A caption's graph against its references, as rates. `null` is not applicable and stays out of means. */
export interface GraphRates {
  /** Scene description exhaustiveness: matched ÷ reference objects. Null when the references name no object. */
  readonly sde: number | null;
  /** 1 − SDE. */
  readonly oversight: number | null;
  /** Objects found in no reference ÷ objects of the caption. Null when the caption names no object. */
  readonly hallucination: number | null;
  /** Mean |candidate − reference| over matched objects with an exact count on both sides; null when there are none. */
  readonly countAbsolute: number | null;
  /** Mean (candidate − reference) over the same. */
  readonly countSigned: number | null;
  readonly objectPrecision: number | null;
  readonly objectRecall: number | null;
  readonly objectF1: number | null;
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Rates of one comparison. Count errors are over the objects whose counts both sides state exactly, equal ones included.
 *
 * @example "There is a forest." against "a forest and a river" and "a forest, a river and a road": SDE 1/3.
 * @example "four planes and three buildings" against "five planes and one building": absolute (1 + 2) ÷ 2 = 1.5,
 * signed (−1 + 2) ÷ 2 = 0.5.
 */
export function graphRates(candidate: SceneGraph, comparison: GraphComparison): GraphRates {
  const references = comparison.references.length;
  const objects = candidate.objects.length;
  const sde = references === 0 ? null : (references - comparison.missing.length) / references;
  const precision = objects === 0 ? null : (objects - comparison.hallucinated.length) / objects;
  const differences = comparison.countDifferences.map(
    ({ candidateCount, referenceCount }) => candidateCount - referenceCount,
  );
  return {
    sde,
    oversight: sde === null ? null : 1 - sde,
    hallucination: precision === null ? null : 1 - precision,
    countAbsolute: meanOf(differences.map(Math.abs)),
    countSigned: meanOf(differences),
    objectPrecision: precision,
    objectRecall: sde,
    objectF1: harmonicMean(precision, sde),
  };
}

function harmonicMean(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return null;
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

const graphMetrics = [
  'graph_f1',
  'sde',
  'oversight_rate',
  'hallucination_rate',
  'count_error',
  'count_bias',
  'object_f1',
] as const;

/** The metrics of one image's graph; all null where there is none. */
function graphValues(scored: ScoredGraph | null): MetricValues {
  const rates = scored && graphRates(scored.graph, scored.comparison);
  return {
    graph_f1: scored?.references ? graphF1(scored.graph, scored.references) : null,
    sde: rates?.sde ?? null,
    oversight_rate: rates?.oversight ?? null,
    hallucination_rate: rates?.hallucination ?? null,
    count_error: rates?.countAbsolute ?? null,
    count_bias: rates?.countSigned ?? null,
    object_f1: rates?.objectF1 ?? null,
  } satisfies Record<(typeof graphMetrics)[number], number | null>;
}

/** The graph metrics of a stream of images. Those that do not apply to an image stay out of the corpus' mean. */
export function graphAccumulator(): MeanAccumulator {
  return new MeanAccumulator(graphMetrics, ({ graph }) => graphValues(graph));
}
