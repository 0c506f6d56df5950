import type { RunPoint } from '../../../preload/contract/runs.ts';

/**
 * The points of one run, merged from the stored ones and from events that may overlap them, repeat or arrive early.
 * Kept outside React because points arrive many times a second while charts read them only to draw.
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

  /** Expected index of the next point. */
  get next(): number {
    const last = this.#points.at(-1);
    return last === undefined ? 0 : last.index + 1;
  }
  get points(): readonly RunPoint[] {
    return this.#points;
  }
  /** All keys held by any point. */
  get keys(): ReadonlySet<string> {
    return this.#keys;
  }
  /** Grows with each change, for subscribers to compare. */
  get version(): number {
    return this.#version;
  }

  /**
   * Appends the points that follow the buffer and skips those it has. Returns false, and appends nothing, when points
   * are missing in between; the caller then fetches from `next`.
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
