import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { elementTypes } from './read-floats.ts';
import { type TensorInfo, valueCount } from './weight-source.ts';

/** Where one tensor lies in a file: `start` and `end` count from the end of the header. */
export interface TensorEntry extends TensorInfo {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their bytes. */
  readonly tensors: readonly TensorEntry[];
}

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const metadataSchema = z.record(z.string(), z.string());

/** The keys of the outermost object, repeated ones included: `JSON.parse` keeps only the last of two equal keys. */
function outermostKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const letter = json[at]!;
    if (letter === '{' || letter === '[') depth++;
    else if (letter === '}' || letter === ']') depth--;
    else if (letter === '"') {
      const from = at++;
      while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
      if (depth === 1 && /^\s*:/.test(json.slice(at + 1, at + 8))) keys.push(JSON.parse(json.slice(from, at + 1)));
    }
  }
  return keys;
}

/**
 * Reads and checks a safetensors header: known element types, sizes that agree with the shapes, and bytes that cover
 * the `bodyBytes` after the header without overlap or hole, as the format's own reader demands. Whole numbers are known
 * but not read: published checkpoints hold counters beside their weights.
 * Throws `malformed_file` naming the file and the tensor.
 */
export function parseSafetensorsHeader(json: string, bodyBytes: number, file: string): SafetensorsHeader {
  const malformed = (why: string, details: Record<string, unknown> = {}, cause?: unknown): AppError =>
    new AppError('malformed_file', `${file} is not a valid safetensors file: ${why}.`, { details, cause });

  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw malformed('its header is not JSON', {}, cause);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw malformed('its header is not an object');
  const seen = new Set<string>();
  for (const key of outermostKeys(json)) {
    if (seen.has(key)) throw malformed(`the name "${key}" stands twice in its header`, { name: key });
    seen.add(key);
  }
  const { __metadata__: rawMetadata = {}, ...rest } = parsed as Record<string, unknown>;
  const metadata = metadataSchema.safeParse(rawMetadata);
  if (!metadata.success) throw malformed('its metadata holds something other than text');

  const tensors = Object.entries(rest).map(([name, raw]): TensorEntry => {
    const entry = entrySchema.safeParse(raw);
    if (!entry.success) throw malformed(`the entry of tensor "${name}" is incomplete`, { name });
    const [start, end] = entry.data.data_offsets;
    const { dtype, shape } = entry.data;
    if (!Object.hasOwn(elementTypes, dtype))
      throw malformed(`tensor "${name}" has element type ${dtype}; known are ${Object.keys(elementTypes).join(', ')}`, {
        name,
        dtype,
      });
    if (end > bodyBytes || start > end)
      throw malformed(`tensor "${name}" lies at bytes ${start} to ${end}, outside the ${bodyBytes} bytes there are`, {
        name,
        start,
        end,
        bodyBytes,
      });
    const expected = valueCount(shape) * elementTypes[dtype]!.bytes;
    if (end - start !== expected)
      throw malformed(
        `tensor "${name}" of shape [${shape.join(', ')}] needs ${expected} bytes but has ${end - start}`,
        { name, expected, actual: end - start },
      );
    return { name, type: dtype, shape, start, end };
  });

  tensors.sort((a, b) => a.start - b.start || a.end - b.end);
  let covered = 0;
  for (const { name, start, end } of tensors) {
    if (start < covered) throw malformed(`tensor "${name}" overlaps the one before it`, { name });
    if (start > covered)
      throw malformed(`${start - covered} bytes before tensor "${name}" belong to no tensor`, { name });
    covered = end;
  }
  if (covered !== bodyBytes) throw malformed(`${bodyBytes - covered} bytes at its end belong to no tensor`);
  return { metadata: metadata.data, tensors };
}
