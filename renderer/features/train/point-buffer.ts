import type { RunPoint } from '../../../preload/contract/runs.ts';

/**
 * The points of one run, gathered from the stored ones and from events that may overlap them, repeat or come early.
 * Kept outside of React: points arrive many times a second, the charts look when they draw.
 */
export class PointBuffer {
  readonly runId: string;
  readonly #points: RunPoint[] = [];
  readonly #keys = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  constructor(runId: string) {
    this.runId = runId;
  }

  /** Index that the next point should have. */
  get next(): number {
    const last = this.#points.at(-1);
    return last === undefined ? 0 : last.index + 1;
  }
  get points(): readonly RunPoint[] {
    return this.#points;
  }
  /** Every key that some point holds. */
  get keys(): ReadonlySet<string> {
    return this.#keys;
  }
  /** Grows with each change; what a subscriber compares. */
  get version(): number {
    return this.#version;
  }

  /**
   * Adds the points that continue the buffer and passes over those it has. Returns false when points between its end and
   * the first given one are missing; then nothing is added and the caller fetches from `next`.
   */
  append(points: readonly RunPoint[]): boolean {
    const fresh = points.filter((point) => point.index >= this.next);
    const first = fresh[0];
    if (first === undefined) return true;
    if (first.index !== this.next) return false;
    for (const point of fresh) {
      this.#points.push(point);
      for (const key of Object.keys(point.values)) this.#keys.add(key);
    }
    this.#version++;
    for (const listener of this.#listeners) listener();
    return true;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
