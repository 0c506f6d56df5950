/** When a download was first heard of, and what was there then: what an earlier try brought is no pace of this one. */
export interface PaceStart {
  readonly atMs: number;
  readonly bytes: number;
}
/** Before so long has passed, a pace says little. */
const shortestMs = 2000;

/** Bytes a second since the start and the seconds left at that pace; null while nothing can be said. */
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
