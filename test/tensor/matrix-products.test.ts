import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import { leftOver, values, worstGradientError } from './ops/finite-differences.ts';

afterEach(() => vi.restoreAllMocks());

interface Product {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** The operation of the library that computes it on processors. */
  readonly op: string;
}

const products: Readonly<Record<string, Product>> = {
  'two matrices': { a: [3, 4], b: [4, 5], op: 'BatchMatMulV2' },
  'the second transposed': { a: [3, 4], b: [5, 4], transposeB: true, op: 'BatchMatMulV2' },
  'the first transposed': { a: [4, 3], b: [4, 5], transposeA: true, op: 'BatchMatMulV2' },
  'two rows in each of a batch': { a: [3, 2, 4], b: [3, 4, 5], op: 'BatchMatMulV2' },
  'a column times a row': { a: [3, 2, 1], b: [3, 1, 5], op: 'BatchMatMulV2' },
  'a row and a matrix': { a: [1, 4], b: [4, 5], op: 'BatchMatMulV3' },
  'a matrix and a column': { a: [3, 4], b: [4, 1], op: 'BatchMatMulV3' },
  'a matrix and a column, transposed': { a: [3, 4], b: [1, 4], transposeB: true, op: 'BatchMatMulV3' },
  'a row in each of a batch': { a: [2, 3, 1, 4], b: [2, 3, 4, 5], op: 'BatchMatMulV3' },
  'a row over keys': { a: [2, 3, 1, 4], b: [2, 3, 5, 4], transposeB: true, op: 'BatchMatMulV3' },
  'a column, transposed': { a: [2, 4, 1], b: [2, 4, 5], transposeA: true, op: 'BatchMatMulV3' },
  'a row that all share': { a: [1, 1, 4], b: [3, 4, 5], op: 'BatchMatMulV3' },
};

const of = (a: Tensor, b: Tensor, { transposeA = false, transposeB = false }: Product): Tensor =>
  tf.matMul(a, b, transposeA, transposeB);

/** The product by its definition, in 64 bits: float[batch · M · N]. */
function byDefinition(a: Tensor, b: Tensor, { transposeA, transposeB }: Product): number[] {
  const matrices = (x: Tensor, isTransposed = false): number[][][] => {
    const all = tf.tidy(() => tf.reshape(x, [-1, ...x.shape.slice(-2)]).arraySync() as number[][][]);
    return isTransposed ? all.map((rows) => rows[0]!.map((_, at) => rows.map((row) => row[at]!))) : all;
  };
  const [left, right] = [matrices(a, transposeA), matrices(b, transposeB)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [x, y] = [left[at % left.length]!, right[at % right.length]!];
    return x.map((row) => y[0]!.map((_, column) => row.reduce((sum, value, k) => sum + value * y[k]![column]!, 0)));
  }).flat(2);
}

describe.each(Object.keys(products))('%s', (name) => {
  const product = products[name]!;
  const inputs = (): [Tensor, Tensor] => [values(product.a, 1), values(product.b, 2)];

  it(`are multiplied by ${product.op} on processors, as the definition says`, () => {
    const [a, b] = inputs();
    const run = vi.spyOn(tf.backend() as unknown as { executeSingleOutput(op: string): Tensor }, 'executeSingleOutput');
    const found = tf.tidy(() => Array.from(of(a, b, product).dataSync()));
    const isGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
    expect(run.mock.calls.map(([op]) => op)).toEqual([isGpu ? 'BatchMatMulV2' : product.op]);
    expect(found).toEqual(byDefinition(a, b, product).map((value) => expect.closeTo(value, 5)));
    tf.dispose([a, b]);
  });

  // The package's gradient does not sum over batches that were broadcast.
  if (name !== 'a row that all share')
    it('and have the gradients of differences', () => {
      const both = inputs();
      expect(worstGradientError((a, b) => of(a!, b!, product), both)).toBeLessThan(2e-3);
      tf.dispose(both);
    });

  it('and leave nothing but the product', () => {
    const [a, b] = inputs();
    expect(leftOver(() => of(a, b, product).dispose())).toBe(0);
    tf.dispose([a, b]);
  });
});

it('whole numbers are multiplied as before', () => {
  const product = tf.tidy(() => {
    const whole = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
    return tf.matMul(whole([[1, 2]]), whole([[3], [4]]));
  });
  expect([product.dtype, ...product.dataSync()]).toEqual(['int32', 11]);
  product.dispose();
});
