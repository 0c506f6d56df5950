import { expect, it } from 'vitest';
import { llamaConfigSchema, ropeOf } from '../../../main/models/llama/config.ts';
import { rotaryAngles } from '../../../main/models/llama/rotary.ts';

// Expected cosines of place 63 and sines of place 17: transformers 5.18, LlamaRotaryEmbedding of heads of width 16 with 64
// places, torch 2.13.
const settings = { hidden_size: 32, num_attention_heads: 2, max_position_embeddings: 64 };
const positions = [0, 1, 17, 63];

function angles(given: object, places: readonly number[] = positions) {
  const { cos, sin } = rotaryAngles(
    places,
    places.length,
    16,
    ropeOf(llamaConfigSchema.parse({ ...settings, ...given })),
  );
  const rows = { cos: cos.arraySync() as number[][][][], sin: sin.arraySync() as number[][][][] };
  cos.dispose();
  sin.dispose();
  return { cos: rows.cos[0]![0]!, sin: rows.sin[0]![0]! };
}
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, 5);
}

const plain = {
  cos: [0.9858966, 0.4776714, 0.9998586, -0.4090737, 0.8080275, 0.9802206, 0.9980162, 0.9998016],
  sin: [-0.9613975, -0.7878519, 0.9916648, 0.5120651, 0.1691823, 0.05373283, 0.01699918, 0.005375846],
};

it('without a scaling, angles are those of the reference', () => {
  const { cos, sin } = angles({});
  expectClose(cos[3]!, plain.cos);
  expectClose(sin[2]!, plain.sin);
});

it('Llama 3.1’s scaling stretches long waves, keeps short ones, and goes from one to the other between', () => {
  const llama3 = {
    rope_type: 'llama3',
    rope_theta: 500_000,
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 48,
  };
  const expected = {
    cos: [0.9858966, -0.9948884, 0.9564679, 0.9983513, 0.999938, 0.9999977, 0.9999999, 1],
    sin: [-0.9613975, 0.7675605, 0.07982779, 0.01549629, 0.003005199, 0.0005827774, 0.0001130138, 2.191594e-5],
  };
  // The first pair turns 48 / 2π = 7.6 times within 48 places and stays; the second 1.48 times, and lies between.
  for (const given of [{ rope_parameters: llama3 }, { rope_scaling: llama3, rope_theta: 500_000 }]) {
    const { cos, sin } = angles(given);
    expectClose(cos[3]!, expected.cos);
    expectClose(sin[2]!, expected.sin);
  }
});

it('the dynamic scaling changes nothing within the places of the config, and beyond them nothing is computed', () => {
  const dynamic = { rope_parameters: { rope_type: 'dynamic', factor: 4 } };
  const { cos, sin } = angles(dynamic);
  expectClose(cos[3]!, plain.cos);
  expectClose(sin[2]!, plain.sin);
  expect(() => angles(dynamic, [64])).toThrow('The model has 64 places for words, not 65.');
});

it('a scaling that is not computed, or lacks a setting, is refused with what is', () => {
  const parse = (rope_scaling: object) => llamaConfigSchema.safeParse({ rope_scaling }).error?.issues[0];
  for (const type of ['yarn', 'longrope', 'proportional', 'toString'])
    expect(parse({ type, factor: 2 })).toMatchObject({
      message: `rotary positions are scaled by "${type}"; supported are default, linear, dynamic, llama3`,
      path: ['rope_scaling'],
    });
  expect(parse({ rope_type: 'linear' })).toMatchObject({ path: ['rope_scaling', 'factor'] });
  expect(parse({ rope_type: 'llama3', factor: 8, low_freq_factor: 1 })).toMatchObject({
    message: 'rotary positions scaled by "llama3" need it',
    path: ['rope_scaling', 'high_freq_factor'],
  });
  expect(parse({ partial_rotary_factor: 0.5 })?.message).toBe('only 0.5 of each head turns; supported is 1');
  expect(parse({ type: 'linear', factor: 2 })).toBeUndefined();
});
