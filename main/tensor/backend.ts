import { createRequire } from 'node:module';
import { replaceMatrixProducts } from './matrix-products.ts';

/**
 * The sole import of TensorFlow. tfjs-node still calls two functions that Node 23 removed from `util`, so they are
 * defined before it loads.
 */
// Not named `require`: the build puts a declaration of that name at the head of its file.
const load = createRequire(import.meta.url);
const util = load('node:util') as Record<string, unknown>;
util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
util.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

export const tf = load('@tensorflow/tfjs-node-gpu') as typeof import('@tensorflow/tfjs');
replaceMatrixProducts(tf);

/** Version of the libtensorflow that is loaded, for example "2.21.0". */
export function libraryVersion(): string {
  return (tf.backend() as unknown as { binding: { TF_Version: string } }).binding.TF_Version;
}

export type Tensor = import('@tensorflow/tfjs').Tensor;
export type Tensor1D = import('@tensorflow/tfjs').Tensor1D;
export type Tensor2D = import('@tensorflow/tfjs').Tensor2D;
export type Tensor4D = import('@tensorflow/tfjs').Tensor4D;
export type Scalar = import('@tensorflow/tfjs').Scalar;
export type Variable = import('@tensorflow/tfjs').Variable;
export type NamedTensorMap = Record<string, Tensor>;
