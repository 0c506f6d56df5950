import { AppError } from '../errors/app-error.ts';
import { quoted } from '../errors/quoted.ts';
import { elementTypes } from './read-floats.ts';
import { refuseOddTensor, type TensorInfo, valueCount } from './weight-source.ts';

/** The place of one tensor in a file: `start` and `end` count from the end of the header. */
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

/** Models of a thousand layers have some 20,000. */
const mostTensors = 200_000;
/** An object of objects with lists. What is deeper or more is built by nobody but to fill memory with it. */
const deepest = 3;
const mostOpened = 4 * mostTensors;
type Malformed = (why: string, details?: Record<string, unknown>, cause?: unknown) => AppError;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

interface Key {
  readonly key: string;
  /** 1 for a key of the outermost object, 2 for one of its objects'. */
  readonly depth: number;
}

/** The keys of the outermost object and of its own, repeated ones included: `JSON.parse` keeps only the last of two equal keys. */
function* keysIn(json: string, malformed: Malformed): Generator<Key> {
  let depth = 0;
  let opened = 0;
  for (let at = 0; at < json.length; at++) {
    const letter = json[at]!;
    if (letter === '{' || letter === '[') {
      if (++depth > deepest || ++opened > mostOpened) throw malformed('its header holds more than names and places');
    } else if (letter === '}' || letter === ']') depth--;
    else if (letter === '"') {
      const from = at++;
      while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
      if (depth > 2) continue;
      let next = at + 1;
      while (' \n\r\t'.includes(json[next] ?? ':')) next++;
      if (json[next] === ':') yield { key: JSON.parse(json.slice(from, at + 1)) as string, depth };
    }
  }
}

/** The header as an object. Looked through before it is parsed, which takes 30 times its size where it is made for that. */
function parsedHeader(json: string, malformed: Malformed): Record<string, unknown> {
  let parsed: unknown;
  try {
    const names = new Set<string>();
    let name = '';
    let inside = new Set<string>();
    for (const { key, depth } of keysIn(json, malformed)) {
      const seen = depth === 1 ? names : inside;
      if (seen.has(key))
        throw malformed(
          depth === 1
            ? `the name ${quoted(key)} stands twice in its header`
            : `the entry of ${quoted(name)} has ${quoted(key)} twice`,
          { name: depth === 1 ? key : name },
        );
      if (seen.add(key).size > mostTensors) throw malformed(`its header names more than ${mostTensors} tensors`);
      if (depth > 1) continue;
      name = key;
      inside = new Set();
    }
    parsed = JSON.parse(json);
  } catch (cause) {
    throw cause instanceof AppError ? cause : malformed('its header is not JSON', {}, cause);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw malformed('its header is not an object');
  return parsed as Record<string, unknown>;
}

/**
 * Reads and checks a safetensors header: known element types, sizes that agree with the shapes, and bytes that cover
 * the `bodyBytes` after the header without overlap or hole, as the format's own reader demands. Whole numbers are known
 * but not read: published checkpoints hold counters beside their weights.
 * Throws `malformed_file` naming the file and the tensor.
 */
export function parseSafetensorsHeader(json: string, bodyBytes: number, file: string): SafetensorsHeader {
  const malformed: Malformed = (why, details = {}, cause) =>
    new AppError('malformed_file', `${file} is not a valid safetensors file: ${why}.`, { details, cause });

  const { __metadata__: rawMetadata = {}, ...rest } = parsedHeader(json, malformed);
  if (!isTextByText(rawMetadata)) throw malformed('its metadata holds something other than text');

  const tensors = Object.entries(rest).map(([name, raw]): TensorEntry => {
    const { dtype, shape, data_offsets: offsets } = (raw ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof dtype !== 'string' || !Array.isArray(shape) || !Array.isArray(offsets) || offsets.length !== 2)
      throw malformed(`the entry of tensor ${quoted(name)} is incomplete`, { name });
    refuseOddTensor(name, shape, file);
    if (!shape.every(isCount) || !offsets.every(isCount))
      throw malformed(`tensor ${quoted(name)} has sizes or offsets that are not whole numbers from 0 to 2^53`, {
        name,
      });
    const [start, end] = offsets as [number, number];
    if (!Object.hasOwn(elementTypes, dtype))
      throw malformed(
        `tensor ${quoted(name)} has element type ${dtype.slice(0, 40)}; known are ${Object.keys(elementTypes).join(', ')}`,
        {
          name,
          dtype,
        },
      );
    if (end > bodyBytes || start > end)
      throw malformed(
        `tensor ${quoted(name)} lies at bytes ${start} to ${end}, outside the ${bodyBytes} bytes there are`,
        {
          name,
          start,
          end,
          bodyBytes,
        },
      );
    const expected = valueCount(shape) * elementTypes[dtype]!.bytes;
    if (end - start !== expected)
      throw malformed(
        `tensor ${quoted(name)} of shape [${shape.join(', ')}] needs ${expected} bytes but has ${end - start}`,
        { name, expected, actual: end - start },
      );
    return { name, type: dtype, shape, start, end };
  });

  tensors.sort((a, b) => a.start - b.start || a.end - b.end);
  let covered = 0;
  for (const { name, start, end } of tensors) {
    if (start < covered) throw malformed(`tensor ${quoted(name)} overlaps the one before it`, { name });
    if (start > covered)
      throw malformed(`${start - covered} bytes before tensor ${quoted(name)} belong to no tensor`, { name });
    covered = end;
  }
  if (covered !== bodyBytes) throw malformed(`${bodyBytes - covered} bytes at its end belong to no tensor`);
  return { metadata: rawMetadata, tensors };
}

const isTextByText = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((each) => typeof each === 'string');
