import { describe, expect, it, vi } from 'vitest';
import { type Tensor, tf, type Variable } from '../../main/tensor/backend.ts';
import { constant } from '../../main/tensor/initializers.ts';
import { Module } from '../../main/tensor/module.ts';
import { expectGradients } from './compare-gradients.ts';
import { expectClose } from './rounding.ts';

/** Its weight is 1, which another rounding makes 1 + 2⁻²³ or 1 − 2⁻²⁴; its result is 1 and moves by `gain` times that. */
class Amplifier extends Module {
  readonly #weight: Variable;
  readonly #gain: number;

  constructor(gain: number) {
    super();
    this.#weight = this.parameter('weight', [1], constant(1));
    this.#gain = gain;
  }

  apply(): Tensor {
    return tf.add(tf.mul(tf.sub(this.#weight, 1), this.#gain), 1);
  }
}

const gives =
  (gain: number, expected: number, allowed = 1e-3) =>
  () => {
    const model = new Amplifier(gain);
    try {
      expectClose(model, () => model.apply(), [expected], { name: 'result', allowed });
    } finally {
      model.dispose();
    }
  };

describe('a result beside the reference’s', () => {
  it('passes within its tolerance, and with one line beyond it where another rounding moves it more than half as far', () => {
    const said = vi.spyOn(console, 'info').mockImplementation(() => {});
    gives(0, 1.0009)();
    expect(said).not.toHaveBeenCalled();
    gives(2 ** 20, 1.2)(); // 0.2 apart, moved by 0.125
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });

  it('fails where no rounding moves it so far, and where it is far from the reference’s whatever rounding does', () => {
    expect(gives(0, 1.002)).toThrow(/2\.0e-3 apart/);
    expect(gives(2 ** 20, 1.3)).toThrow(/3\.0e-1 apart, where half a unit in the last place makes 1\.3e-1/);
    expect(gives(2 ** 23, 2.2)).toThrow(/1\.2e\+0 apart, where half a unit in the last place makes 1\.0e\+0/);
    expect(gives(0, Number.NaN)).toThrow();
  });

  it('leaves the weights as they were', () => {
    const model = new Amplifier(2 ** 20);
    expect(() => expectClose(model, () => model.apply(), [2], { name: 'result', allowed: 1e-3 })).toThrow();
    expect(model.stateDict().get('weight')!.data).toEqual(Float32Array.of(1));
    model.dispose();
  });
});

describe('a gradient that is nothing but rounding beside the largest of all', () => {
  const against = (bias: number) => () => {
    const model = new Amplifier(0);
    const of = (value: number) => ({ shape: [1], data: Float32Array.of(value) });
    const own = new Map([
      ['key.weight', Float32Array.of(970)],
      ['key.bias', Float32Array.of(bias)],
    ]);
    const expected = new Map([
      ['key.weight', of(970)],
      ['key.bias', of(9e-5)],
    ]);
    try {
      expectGradients(model, () => own, expected);
    } finally {
      model.dispose();
    }
  };

  it('may be any other rounding here, and nothing more', () => {
    expect(against(-7e-5)).not.toThrow();
    expect(against(0.02)).toThrow(/key\.bias/);
    expect(against(Number.NaN)).toThrow(/key\.bias/);
  });
});
