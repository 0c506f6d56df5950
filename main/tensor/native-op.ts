import { type Tensor, tf } from './backend.ts';

type Attribute =
  | { readonly kind: 'type' | 'bool' | 'string'; readonly value: unknown }
  | { readonly kind: 'shape'; readonly value: readonly number[] };

interface NativeBackend {
  readonly binding: Readonly<Record<string, number>>;
  executeMultipleOutputs(
    op: string,
    attributes: readonly { readonly name: string; readonly type: number; readonly value: unknown }[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

/** Attributes of an operation by name. */
export type OpAttributes = Readonly<Record<string, Attribute>>;

/** float32, as the value of an attribute that is a type. */
export const float32Type = (): Attribute => ({ kind: 'type', value: native().binding.TF_FLOAT });

/** Truth values, a byte each, as the value of an attribute that is a type. */
export const boolType = (): Attribute => ({ kind: 'type', value: native().binding.TF_BOOL });

function native(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/**
 * Runs an operation of the TensorFlow library that the JavaScript API does not have, by its name in the library. Outputs
 * belong to the enclosing tidy, as those of any operation; no gradient is recorded.
 */
export function nativeOp(op: string, attributes: OpAttributes, inputs: readonly Tensor[], outputs: number): Tensor[] {
  const { binding } = native();
  const given = Object.entries(attributes).map(([name, { kind, value }]) => ({
    name,
    type: binding[`TF_ATTR_${kind.toUpperCase()}`]!,
    value,
  }));
  return native().executeMultipleOutputs(op, given, inputs, outputs);
}
