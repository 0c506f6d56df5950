import { crc32 } from 'node:zlib';
import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';
import { type OpenFile, readExactly } from '../read-exactly.ts';
import type { ZipEntry } from './zip-directory.ts';

/** A file of the archive whose bytes are being read from its first to its last. */
export interface EntryCheck {
  add(bytes: Uint8Array): void;
  /** Throws `malformed_file` naming archive and entry when the bytes are not those of the checksum. */
  end(): void;
}

const chunkBytes = 8 * 2 ** 20;

/** Holds the files of an archive against their checksums (CRC-32), each once. */
export class EntryChecks {
  readonly #open: OpenFile;
  readonly #sound = new Set<ZipEntry>();

  constructor(open: OpenFile) {
    this.#open = open;
  }

  /** Null where there is nothing to compare: it has been compared, or torch was told to write no checksums. */
  begin(entry: ZipEntry): EntryCheck | null {
    if (entry.checksum === null || this.#sound.has(entry)) return null;
    let sum = 0;
    return {
      add: (bytes) => {
        sum = crc32(bytes, sum);
      },
      end: () => {
        if (sum !== entry.checksum) throw damaged(this.#open.file, entry, sum);
        this.#sound.add(entry);
      },
    };
  }

  /** Reads all of an entry for its checksum alone. Throws what reading and `end` throw. */
  check(entry: ZipEntry): void {
    const check = this.begin(entry);
    if (!check) return;
    const chunk = new Uint8Array(Math.min(chunkBytes, entry.end - entry.start));
    for (let at = entry.start; at < entry.end; at += chunk.length) {
      const part = chunk.subarray(0, entry.end - at);
      readExactly(this.#open, part, at);
      check.add(part);
    }
    check.end();
  }
}

function damaged(file: string, { name, checksum }: ZipEntry, sum: number): AppError {
  const hexadecimal = (value: number): string => value.toString(16).padStart(8, '0');
  return new AppError(
    'malformed_file',
    `${file} is damaged: ${quoted(name)} in it has the checksum ${hexadecimal(sum)}, not ${hexadecimal(checksum!)} as was written. Copy or download it anew.`,
    { details: { name, expected: checksum, actual: sum } },
  );
}
