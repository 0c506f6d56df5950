import { tf, type Variable } from '../../tensor/backend.ts';

/**
 * Keeps `averages` the exponential moving averages of `parameters` of the same names: average ← decay · average + (1 −
 * decay) · parameter. Averaged weights generalise better than the last ones (Polyak & Juditsky 1992). Early on, when
 * there is little to average, the decay is (1 + updates) / (10 + updates).
 */
export class MovingAverage {
  readonly #pairs: readonly (readonly [average: Variable, parameter: Variable])[];
  readonly #decay: number;
  updates = 0;

  constructor(averages: ReadonlyMap<string, Variable>, parameters: ReadonlyMap<string, Variable>, decay: number) {
    this.#pairs = [...averages].map(([name, average]) => [average, parameters.get(name)!] as const);
    this.#decay = decay;
  }

  update(): void {
    const decay = Math.min(this.#decay, (1 + this.updates) / (10 + this.updates));
    this.updates++;
    for (const [average, parameter] of this.#pairs)
      tf.tidy(() => average.assign(tf.add(average, tf.mul(tf.sub(parameter, average), 1 - decay))));
  }
}
