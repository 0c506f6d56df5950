interface Operand {
  readonly shape: readonly number[];
  readonly dtype: string;
}

interface Call {
  readonly inputs: { readonly a: Operand; readonly b: Operand };
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
}

interface Kernel {
  readonly kernelName: string;
  readonly backendName: string;
  kernelFunc(call: unknown): unknown;
}

/** The part of TensorFlow's JavaScript used here; only `backend.ts` imports its types. */
interface Kernels {
  backend(): unknown;
  getKernel(name: string, backend: string): unknown;
  unregisterKernel(name: string, backend: string): void;
  registerKernel(kernel: Kernel): void;
}

interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<Record<string, number>>;
  executeSingleOutput(op: string, attributes: readonly object[], inputs: readonly Operand[]): unknown;
}

/** The computation of one product: an operation of the library and the names of its attributes that are types. */
interface Operation {
  readonly op: 'BatchMatMulV2' | 'BatchMatMulV3';
  readonly types: readonly string[];
}

const ofMatrices: Operation = { op: 'BatchMatMulV2', types: ['T'] };
const ofVectors: Operation = { op: 'BatchMatMulV3', types: ['Ta', 'Tb', 'Tout'] };

/**
 * Which operation is the quickest on processors, by measurement (TensorFlow 2.21, 2 cores). The package takes
 * BatchMatMulV2 for all, which oneDNN computes at a fixed cost of about 40 µs. BatchMatMulV3 leaves oneDNN out. That is
 * quicker where one side is a row or a column, as in attention while words are written: 252 · (1 × 64 · 64 × 12) take 24
 * instead of 90 µs, 63 × 256 · 256 × 1 take 7 instead of 40 µs. From two rows on oneDNN is the quicker one.
 *
 * MatMul would compute 63 × 256 · 256 × 256 in 43 instead of 76 µs, and BatchMatMulV3 up to 24 rows times a layer's
 * weights in half to three quarters of the time, but with AVX-512 the kernel behind both keeps the stack pointer
 * elsewhere: a signal that has a handler (a worker's SIGINT) then corrupts the heap. A row or a column has another kernel.
 */
function quickest(a: readonly number[], b: readonly number[], transposeA: boolean, transposeB: boolean): Operation {
  const rows = a.at(transposeA ? -1 : -2);
  const columns = b.at(transposeB ? -2 : -1);
  return rows === 1 || columns === 1 ? ofVectors : ofMatrices;
}

const [kernelName, backendName] = ['BatchMatMul', 'tensorflow'] as const;

/** Has `tf` compute float32 products on processors by the operation that `quickest` names; gradients stay as they are. */
export function replaceMatrixProducts(tf: Kernels): void {
  const backend = tf.backend() as NodeBackend;
  if (backend.isUsingGpuDevice) return;
  const own = tf.getKernel(kernelName, backendName) as Kernel;
  const { TF_ATTR_TYPE: type, TF_ATTR_BOOL: bool, TF_FLOAT: float } = backend.binding;
  const kernelFunc = (call: unknown): unknown => {
    const { inputs, attrs } = call as Call;
    const { a, b } = inputs;
    const { transposeA, transposeB } = attrs;
    if (a.dtype !== 'float32') return own.kernelFunc(call);
    const { op, types } = quickest(a.shape, b.shape, transposeA, transposeB);
    const attributes = [
      ...types.map((name) => ({ name, type, value: float })),
      { name: 'adj_x', type: bool, value: transposeA },
      { name: 'adj_y', type: bool, value: transposeB },
    ];
    return backend.executeSingleOutput(op, attributes, [a, b]);
  };
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc });
}
