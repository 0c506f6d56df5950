/**
 * Seconds that remain, from what steps took: a moving average for each kind of step, over the kinds that were seen. Null
 * until every kind that still comes has been seen or has a guess in `ratios` (its time over that of another kind, which
 * may be a guess itself).
 */
export class TimeLeft {
  readonly #averageMs = new Map<string, number>();
  readonly #ratios: Readonly<Record<string, { readonly to: string; readonly ratio: number }>>;

  constructor(ratios: Readonly<Record<string, { readonly to: string; readonly ratio: number }>> = {}) {
    this.#ratios = ratios;
  }

  took(kind: string, durationMs: number): void {
    const before = this.#averageMs.get(kind);
    this.#averageMs.set(kind, before === undefined ? durationMs : before + 0.1 * (durationMs - before));
  }

  /** `remaining` is how many steps of each kind still come. */
  seconds(remaining: Readonly<Record<string, number>>): number | null {
    let totalMs = 0;
    for (const [kind, steps] of Object.entries(remaining)) {
      if (steps <= 0) continue;
      const stepMs = this.#stepMs(kind);
      if (stepMs === undefined) return null;
      totalMs += steps * stepMs;
    }
    return Math.round(totalMs / 1000);
  }

  #stepMs(kind: string): number | undefined {
    const seen = this.#averageMs.get(kind);
    const guess = this.#ratios[kind];
    if (seen !== undefined || !guess) return seen;
    const other = this.#stepMs(guess.to);
    return other === undefined ? undefined : other * guess.ratio;
  }
}
