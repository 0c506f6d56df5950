import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { folderBytes } from './folder-bytes.ts';

/** The usual mark of a folder that may be emptied; backup programs leave such folders out. */
const tagName = 'CACHEDIR.TAG';
const tag = `Signature: 8a477f597d28d172789f06886806bc55
# This file is a cache directory tag, created by Nadir. Everything in this folder can be made again.
# See https://bford.info/cachedir/
`;

/** The folder of thumbnails and features. Clearing it must never delete what is not Nadir's. */
export class CacheFolder {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    try {
      mkdirSync(directory, { recursive: true });
      if (readdirSync(directory).length === 0) writeFileSync(path.join(directory, tagName), tag);
    } catch {
      // A cache that cannot be written is reported, with its file, by whoever needs it.
    }
  }

  get thumbnails(): string {
    return path.join(this.directory, 'thumbnails');
  }

  async bytes(): Promise<number> {
    const tagBytes = existsSync(path.join(this.directory, tagName)) ? tag.length : 0;
    return Math.max(0, (await folderBytes(this.directory)) - tagBytes);
  }

  /** Empties the folder and returns the bytes freed. Throws `conflict` for a folder that Nadir did not make. */
  async clear(): Promise<number> {
    const { directory } = this;
    if (!existsSync(directory)) return 0;
    if (!existsSync(path.join(directory, tagName))) {
      throw new AppError(
        'conflict',
        `${directory} was not made by Nadir and may hold other files, so it was not cleared. Delete what you do not need in it.`,
      );
    }
    const before = await this.bytes();
    for (const name of await readdir(directory)) {
      if (name !== tagName) await rm(path.join(directory, name), { recursive: true, force: true });
    }
    return before - (await this.bytes());
  }
}
