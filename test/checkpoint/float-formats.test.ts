import { expect, it } from 'vitest';
import {
  floatToHalf,
  halfToFloat,
  narrowToHalves,
  widenBfloats,
  widenHalves,
} from '../../main/checkpoint/float-formats.ts';

it('known halves: 0x3c00 is 1, 0xc000 −2, 0x7bff 65504, 0x0001 2^−24, 0x7c00 infinity', () => {
  const pairs: [number, number][] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Number.POSITIVE_INFINITY],
  ];
  for (const [bits, value] of pairs) {
    expect(halfToFloat(bits)).toBe(value);
    expect(floatToHalf(value)).toBe(bits);
  }
  expect(halfToFloat(0x7e00)).toBeNaN();
});

it('every half survives the way to float and back', () => {
  for (let bits = 0; bits < 65536; bits += 1) {
    const value = halfToFloat(bits);
    if (Number.isNaN(value)) expect(halfToFloat(floatToHalf(value))).toBeNaN();
    else expect(floatToHalf(value)).toBe(bits);
  }
});

it('ties go to the even half: 1 + 2^−11 to 1, 1 + 3 · 2^−11 to 1 + 2^−9; 65519.9 stays finite, 65520 does not', () => {
  expect(floatToHalf(1 + 2 ** -11)).toBe(0x3c00);
  expect(floatToHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
  expect(floatToHalf(2 ** -25)).toBe(0);
  expect(floatToHalf(3 * 2 ** -25)).toBe(2);
  expect(floatToHalf(65519.9)).toBe(0x7bff);
  expect(floatToHalf(65520)).toBe(0x7c00);
});

it('arrays convert value by value; bfloat16 0x3f80 is 1 and 0xc040 is −3', () => {
  expect(Array.from(widenHalves(narrowToHalves(Float32Array.of(0.5, -1.25, 3))))).toEqual([0.5, -1.25, 3]);
  expect(Array.from(widenBfloats(Uint16Array.of(0x3f80, 0xc040)))).toEqual([1, -3]);
});
