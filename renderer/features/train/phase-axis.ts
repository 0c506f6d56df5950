import type { RunPhase } from './run-phase.ts';

interface Placed {
  readonly phase: RunPhase;
  readonly epoch: number;
}
/** Where the two phases lie on one axis of epochs. */
export interface PhaseAxis {
  /** Added to an SCST epoch so that SCST follows cross-entropy, whether its count starts anew or goes on. */
  readonly scstOffset: number;
  /** Position of the change to SCST; null while the run has one phase only. */
  readonly boundary: number | null;
}

/**
 * The axis for a run's points and checkpoints. Example: cross-entropy up to epoch 12 and SCST counted from 0.1 give
 * offset 12; SCST counted on from 12.1 gives offset 0. The boundary is 12 in both.
 */
export function phaseAxis(placed: readonly Placed[]): PhaseAxis {
  let lastCrossEntropy: number | null = null;
  let firstScst: number | null = null;
  for (const { phase, epoch } of placed) {
    if (phase === 'cross-entropy') lastCrossEntropy = Math.max(lastCrossEntropy ?? epoch, epoch);
    else firstScst = Math.min(firstScst ?? epoch, epoch);
  }
  if (lastCrossEntropy === null || firstScst === null) return { scstOffset: 0, boundary: null };
  return { scstOffset: firstScst < lastCrossEntropy ? lastCrossEntropy : 0, boundary: lastCrossEntropy };
}

/**
 * The part of the axis that a chart needs: values of one phase alone get that phase's part, so that a reward, which only
 * SCST has, fills its chart. Example: range [0, 15], boundary 12 and values of SCST only give [12, 15].
 */
export function neededRange(
  axis: PhaseAxis,
  range: readonly [number, number],
  first: RunPhase | undefined,
  last: RunPhase | undefined,
): readonly [number, number] {
  if (axis.boundary === null || first !== last) return range;
  if (first === 'scst') return [Math.max(range[0], axis.boundary), range[1]];
  return last === 'cross-entropy' ? [range[0], Math.min(range[1], axis.boundary)] : range;
}

/** The position of a point or checkpoint on the axis, in epochs since the run's start. */
export function position(axis: PhaseAxis, placed: Placed): number {
  return placed.phase === 'scst' ? placed.epoch + axis.scstOffset : placed.epoch;
}
