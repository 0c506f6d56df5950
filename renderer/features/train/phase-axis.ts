import type { RunPhase } from './run-phase.ts';

interface Placed {
  readonly phase: RunPhase;
  readonly epoch: number;
}
/** The position of the two phases on one axis of epochs. */
export interface PhaseAxis {
  /**
   * Added to a self-critical epoch so that the phase follows cross-entropy, whether its epochs start at 0 or
   * continue.
   */
  readonly scstOffset: number;
  /** Position where self-critical training begins; null while the run has only one phase. */
  readonly boundary: number | null;
}

/**
 * Computes the axis for a run's points and checkpoints. Example: cross-entropy to epoch 12 and self-critical epochs
 * from 0.1 give offset 12; self-critical epochs from 12.1 give offset 0. The boundary is 12 in both.
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
 * Returns the part of the axis that a chart needs: values of one phase get only that phase's part, so that the
 * reward, which only self-critical training has, fills its chart. Example: range [0, 15], boundary 12 and
 * self-critical values give [12, 15].
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

/** Returns the position of a point or checkpoint on the axis, in epochs since the run's start. */
export function position(axis: PhaseAxis, placed: Placed): number {
  return placed.phase === 'scst' ? placed.epoch + axis.scstOffset : placed.epoch;
}
