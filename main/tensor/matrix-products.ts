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

/** What this needs of TensorFlow's JavaScript, whose types only `backend.ts` imports. */
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

/** How one product is computed: an operation of the library and the names of its attributes. */
interface Operation {
  readonly op: 'MatMul' | 'BatchMatMulV2' | 'BatchMatMulV3';
  readonly types: readonly string[];
  readonly transposed: readonly [a: string, b: string];
}

const ofMatrices: Operation = { op: 'MatMul', types: ['T'], transposed: ['transpose_a', 'transpose_b'] };
const ofMany: Operation = { op: 'BatchMatMulV2', types: ['T'], transposed: ['adj_x', 'adj_y'] };
const ofManyRows: Operation = { op: 'BatchMatMulV3', types: ['Ta', 'Tb', 'Tout'], transposed: ['adj_x', 'adj_y'] };

/**
 * Which operation is the quickest on processors, by measurement (TensorFlow 2.21, 2 cores). The package takes
 * BatchMatMulV2 for all, which oneDNN computes at a fixed cost of about 40 µs.
 * - Two matrices as they are: MatMul, 63 × 256 · 256 × 256 in 43 instead of 76 µs, never slower where products are large.
 *   With the second transposed it can take three times as long.
 * - One row in each matrix of a batch, as attention has them while words are written: BatchMatMulV3, which leaves oneDNN
 *   out, 252 · (1 × 64 · 64 × 12) in 24 instead of 90 µs. From two rows on oneDNN is the quicker one.
 */
function quickest(a: readonly number[], b: readonly number[], transposeA: boolean, transposeB: boolean): Operation {
  if (a.length === 2 && b.length === 2 && !transposeA && !transposeB) return ofMatrices;
  if (a.length > 2 && a.at(transposeA ? -1 : -2) === 1) return ofManyRows;
  return ofMany;
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
    const { op, types, transposed } = quickest(a.shape, b.shape, transposeA, transposeB);
    const attributes = [
      ...types.map((name) => ({ name, type, value: float })),
      { name: transposed[0], type: bool, value: transposeA },
      { name: transposed[1], type: bool, value: transposeB },
    ];
    return backend.executeSingleOutput(op, attributes, [a, b]);
  };
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc });
}
