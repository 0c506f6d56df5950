import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';
import { type OpenFile, readExactly } from '../read-exactly.ts';

/** A file in an archive: its bytes lie at `start` to `end` of the archive, stored as they are. */
export interface ZipEntry {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** CRC-32 of its bytes; null where torch was told to write none (0 then stands there). */
  readonly checksum: number | null;
}

const endRecord = { signature: 0x06054b50, bytes: 22 };
const end64Locator = { signature: 0x07064b50, bytes: 20 };
const end64Record = { signature: 0x06064b50, bytes: 56 };
const centralHeader = { signature: 0x02014b50, bytes: 46 };
const localHeader = { signature: 0x04034b50, bytes: 30 };
const zip64ExtraId = 1;
const longestCommentBytes = 65_535;
/** A checkpoint has an entry a tensor; the largest published have a few thousand, each of some 80 bytes. */
const longestDirectoryBytes = 16 * 2 ** 20;
const all16 = 0xffff;
const all32 = 0xffffffff;

/**
 * The files of a zip archive as torch writes them: stored, never compressed, so that none can be larger than the archive,
 * and no two share bytes: a small file cannot unfold into a large one. Zip64 is read. Throws `malformed_file` for anything
 * else, a truncated archive above all.
 */
export function readZipDirectory(open: OpenFile): ReadonlyMap<string, ZipEntry> {
  const malformed = (why: string): AppError =>
    new AppError('malformed_file', `${open.file} is not a complete torch checkpoint: ${why}.`);
  const { at, count, bytes } = locateDirectory(open, malformed);
  if (bytes > longestDirectoryBytes) throw malformed(`its directory claims ${bytes} bytes`);
  if (at + bytes > open.size) throw malformed('its directory lies beyond its end');
  const directory = Buffer.alloc(bytes);
  readExactly(open, directory, at);

  const entries = new Map<string, ZipEntry>();
  let cursor = 0;
  for (let index = 0; index < count; index++) {
    if (cursor + centralHeader.bytes > bytes || directory.readUInt32LE(cursor) !== centralHeader.signature)
      throw malformed(`entry ${index + 1} of ${count} of its directory is missing`);
    const nameBytes = directory.readUInt16LE(cursor + 28);
    const extraBytes = directory.readUInt16LE(cursor + 30);
    const next = cursor + centralHeader.bytes + nameBytes + extraBytes + directory.readUInt16LE(cursor + 32);
    if (next > bytes) throw malformed(`entry ${index + 1} of its directory runs beyond it`);
    const nameAt = cursor + centralHeader.bytes;
    const name = directory.toString('utf8', nameAt, nameAt + nameBytes);
    const extra = directory.subarray(nameAt + nameBytes, nameAt + nameBytes + extraBytes);
    const [size, packed, offset] = zip64Values(extra, [
      directory.readUInt32LE(cursor + 24),
      directory.readUInt32LE(cursor + 20),
      directory.readUInt32LE(cursor + 42),
    ]);
    const method = directory.readUInt16LE(cursor + 10);
    if (method !== 0 || packed !== size)
      throw malformed(
        `${quoted(name)} in it is compressed (${packed} bytes claim to hold ${size}); torch stores them as they are`,
      );
    if (directory.readUInt16LE(cursor + 8) & 1) throw malformed(`${quoted(name)} in it is encrypted`);
    if (entries.has(name)) throw malformed(`the name ${quoted(name)} stands twice in it`);
    if (/^\/|(?:^|\/)\.\.(?:\/|$)/.test(name))
      throw malformed(`${quoted(name)} in it is not a place within an archive`);
    const start = dataStart(open, offset, name, malformed);
    if (start + size > at)
      throw malformed(`${quoted(name)} lies at bytes ${start} to ${start + size}, beyond its contents`);
    const checksum = directory.readUInt32LE(cursor + 16);
    entries.set(name, { name, start, end: start + size, checksum: checksum === 0 ? null : checksum });
    cursor = next;
  }
  if (cursor !== bytes) throw malformed(`its directory has more than the ${count} entries it claims`);
  refuseSharedBytes([...entries.values()], malformed);
  return entries;
}

type Malformed = (why: string) => AppError;

interface DirectoryPlace {
  readonly at: number;
  readonly count: number;
  readonly bytes: number;
}

/** Finds the directory from the record at the archive's end. */
function locateDirectory(open: OpenFile, malformed: Malformed): DirectoryPlace {
  const tailBytes = Math.min(open.size, endRecord.bytes + longestCommentBytes);
  const tail = Buffer.alloc(tailBytes);
  readExactly(open, tail, open.size - tailBytes);
  for (let i = tailBytes - endRecord.bytes; i >= 0; i--) {
    if (tail.readUInt32LE(i) !== endRecord.signature) continue;
    if (i + endRecord.bytes + tail.readUInt16LE(i + 20) !== tailBytes) continue;
    const found = { count: tail.readUInt16LE(i + 10), bytes: tail.readUInt32LE(i + 12), at: tail.readUInt32LE(i + 16) };
    const isLarge = found.count === all16 || found.bytes === all32 || found.at === all32;
    return isLarge ? locate64(open, open.size - tailBytes + i, found, malformed) : found;
  }
  throw malformed('it has no directory at its end, so it was cut short');
}

function locate64(open: OpenFile, endAt: number, small: DirectoryPlace, malformed: Malformed): DirectoryPlace {
  if (endAt < end64Locator.bytes) return small;
  const locator = Buffer.alloc(end64Locator.bytes);
  readExactly(open, locator, endAt - end64Locator.bytes);
  if (locator.readUInt32LE(0) !== end64Locator.signature) return small;
  const recordAt = Number(locator.readBigUInt64LE(8));
  if (recordAt + end64Record.bytes > endAt) throw malformed('the record of its directory lies beyond its end');
  const record = Buffer.alloc(end64Record.bytes);
  readExactly(open, record, recordAt);
  if (record.readUInt32LE(0) !== end64Record.signature) throw malformed('the record of its directory is missing');
  return {
    count: Number(record.readBigUInt64LE(32)),
    bytes: Number(record.readBigUInt64LE(40)),
    at: Number(record.readBigUInt64LE(48)),
  };
}

/** Sizes and offsets of 4 GB and more stand in an extra field, in this order, for those that are all ones in the entry. */
function zip64Values(extra: Buffer, values: [size: number, packed: number, offset: number]): typeof values {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === zip64ExtraId) {
      let from = at + 4;
      return values.map((value) => {
        if (value !== all32 || from + 8 > Math.min(extra.length, at + 4 + length)) return value;
        from += 8;
        return Number(extra.readBigUInt64LE(from - 8));
      }) as typeof values;
    }
    at += 4 + length;
  }
  return values;
}

/** The entry's own header repeats its name and pads the data to 64 bytes, so where the data begins stands only there. */
function dataStart(open: OpenFile, offset: number, name: string, malformed: Malformed): number {
  if (offset + localHeader.bytes > open.size) throw malformed(`the header of ${quoted(name)} lies beyond its end`);
  const header = Buffer.alloc(localHeader.bytes);
  readExactly(open, header, offset);
  if (header.readUInt32LE(0) !== localHeader.signature) throw malformed(`the header of ${quoted(name)} is missing`);
  return offset + localHeader.bytes + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function refuseSharedBytes(entries: readonly ZipEntry[], malformed: Malformed): void {
  const sorted = entries.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  for (const [index, entry] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before && entry.start < before.end)
      throw malformed(`${quoted(before.name)} and ${quoted(entry.name)} share bytes`);
  }
}
