import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive made by hand; `claim` is the size that its headers state instead of the true one. */
export interface Part {
  readonly name: string;
  readonly data: Buffer;
  readonly deflated?: boolean;
  readonly claim?: number;
  /** Points at another part's bytes instead of its own. */
  readonly sameAs?: number;
}

/** A zip archive, byte by byte, so that the reader is not tested against a writer of the same making. */
export function zipOf(parts: readonly Part[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const { name, data, deflated = false, claim, sameAs } of parts) {
    const stored = deflated ? deflateRawSync(data) : data;
    const fields = Buffer.alloc(26); // version … name length, as they stand in both headers
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(deflated ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(deflated ? stored.length : (claim ?? stored.length), 14);
    fields.writeUInt32LE(claim ?? data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    offsets.push(at);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, Buffer.from(name), stored]);
    pieces.push(local);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(sameAs === undefined ? at : offsets[sameAs]!, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, tail, Buffer.from(name)]));
    at += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, listing, end]);
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([Buffer.from('X'), length, bytes]);
};
const whole = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return Buffer.concat([Buffer.from('J'), bytes]);
};
const tuple = (...values: readonly Buffer[]): Buffer => Buffer.concat([Buffer.from('('), ...values, Buffer.from('t')]);
export const globalOp = (module: string, name: string): Buffer => Buffer.from(`c${module}\n${name}\n`);

/** The instructions that make a tensor of the storage "0". */
export function tensorOf(description: {
  readonly count: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset?: number;
  readonly key?: string;
}): Buffer {
  const { count, shape, strides, offset = 0, key = '0' } = description;
  const storage = tuple(text('storage'), globalOp('torch', 'FloatStorage'), text(key), text('cpu'), whole(count));
  return Buffer.concat([
    globalOp('torch._utils', '_rebuild_tensor_v2'),
    tuple(
      Buffer.concat([storage, Buffer.from('Q')]),
      whole(offset),
      tuple(...shape.map(whole)),
      tuple(...strides.map(whole)),
      Buffer.from('\x89', 'latin1'),
      Buffer.concat([globalOp('collections', 'OrderedDict'), Buffer.from(')R')]),
    ),
    Buffer.from('R'),
  ]);
}

/** A pickle of one dict. */
export const pickleOf = (entries: readonly (readonly [string, Buffer])[]): Buffer =>
  Buffer.concat([
    Buffer.from('\x80\x02}(', 'latin1'),
    ...entries.flatMap(([name, value]) => [text(name), value]),
    Buffer.from('u.'),
  ]);

/** A whole checkpoint around a pickle, with one storage of `floats`. */
export function checkpointOf(pickle: Buffer, floats: readonly number[] = [1, 2, 3, 4]): Buffer {
  return zipOf([
    { name: 'archive/data.pkl', data: pickle },
    { name: 'archive/data/0', data: Buffer.from(Float32Array.from(floats).buffer) },
    { name: 'archive/version', data: Buffer.from('3\n') },
  ]);
}
