import { type TensorInfo, tensorInfo, valueCount, type WeightSource } from '../checkpoint/weight-source.ts';
import { AppError } from '../errors/app-error.ts';
import { type KeyMap, ownNameOf, placeOf } from './key-map.ts';

/** A tensor under its new name: the file's tensors that it is joined from, along the first axis; null stands for zeros. */
type Renamed = TensorInfo & { readonly parts: readonly (string | null)[] };

const isIgnored = (name: string, { ignored }: KeyMap): boolean => ignored.some((pattern) => pattern.test(name));

/** The same weights without those that `keys` ignores. */
export function withoutIgnored(source: WeightSource, keys: KeyMap): WeightSource {
  return { ...source, tensors: new Map([...source.tensors].filter(([name]) => !isIgnored(name, keys))) };
}

/**
 * The same weights by the names of another layout. Both hold a tensor as torch does, so no axis is turned; only LAVIS's
 * biases of queries and values are joined. Throws `malformed_file` where a part of these is missing or names fall together.
 */
export function renamed(source: WeightSource, from: KeyMap, to: KeyMap): WeightSource {
  const tensors = new Map<string, Renamed>();
  for (const [name, info] of source.tensors) {
    if (isIgnored(name, from)) continue;
    // An adapter (LoRA) goes with the weight that it lies beside.
    const [adapter = ''] = /\.lora_[AB](?=\.weight$)/.exec(name) ?? [];
    const own = ownNameOf(name.replace(adapter, ''), from);
    const parts = own === null || adapter !== '' ? [name] : placeOf(own, from).upstream;
    // A parameter in parts is made once, when its first part comes.
    if (name !== parts.find((part) => part !== null)) {
      if (parts.every((part) => part === null || source.tensors.has(part))) continue;
      throw missingPart(source, name, parts);
    }
    const target = own === null ? name : placeOf(own, to).upstream[0]!.replace(/(?=\.weight$)/, adapter);
    if (tensors.has(target))
      throw new AppError(
        'malformed_file',
        `${source.origin} holds "${name}" under two names: it is also there as "${tensors.get(target)!.writtenAs ?? target}".`,
      );
    const shape = joinedShape(source, name, parts);
    tensors.set(target, { type: info.type, shape, parts, ...(name === target ? {} : { writtenAs: name }) });
  }
  return {
    ...source,
    tensors,
    read(name) {
      tensorInfo({ origin: source.origin, tensors }, name);
      const { parts, shape } = tensors.get(name)!;
      if (parts.length === 1) return source.read(parts[0]!);
      const data = new Float32Array(valueCount(shape));
      for (const [at, part] of parts.entries())
        if (part !== null) data.set(source.read(part).data, (at * data.length) / parts.length);
      return { shape, data };
    },
  };
}

/** Of a whole tensor its own; of `count` parts of [n, …] it is [count · n, …]. */
function joinedShape(source: WeightSource, name: string, parts: readonly (string | null)[]): readonly number[] {
  const { shape } = tensorInfo(source, name);
  if (parts.length === 1) return shape;
  for (const part of parts) {
    if (part === null) continue;
    const other = source.tensors.get(part)?.shape;
    if (!other) throw missingPart(source, name, parts);
    if (other.join() !== shape.join())
      throw new AppError(
        'malformed_file',
        `${source.origin} holds "${name}" as [${shape.join(', ')}] and "${part}", which must be alike, as [${other.join(', ')}].`,
      );
  }
  return [parts.length * (shape[0] ?? 1), ...shape.slice(1)];
}

function missingPart(source: WeightSource, name: string, parts: readonly (string | null)[]): AppError {
  const missing = parts.filter((part) => part !== null && !source.tensors.has(part));
  return new AppError(
    'malformed_file',
    `${source.origin} holds "${name}" without ${missing.map((part) => `"${part}"`).join(', ')}, which belongs to it.`,
    { details: { missing } },
  );
}
