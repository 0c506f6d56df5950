/** The time and size at a download's first progress; bytes from an earlier try do not count towards its speed. */
export interface PaceStart {
  readonly atMs: number;
  readonly bytes: number;
}
/** A speed measured over less time says little. */
const shortestMs = 2000;

/** Computes bytes per second since the start and the seconds left at that speed; null until they are known. */
export function downloadPace(
  start: PaceStart | null,
  nowMs: number,
  done: number,
  total: number,
): { readonly bytesPerSecond: number; readonly secondsLeft: number } | null {
  if (!start || nowMs - start.atMs < shortestMs || done <= start.bytes) return null;
  const bytesPerSecond = (done - start.bytes) / ((nowMs - start.atMs) / 1000);
  return { bytesPerSecond, secondsLeft: (total - done) / bytesPerSecond };
}
