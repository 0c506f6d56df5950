import { readFileSync, renameSync } from 'node:fs';
import type { z } from 'zod';
import { writeFileAtomically } from './atomic-file.ts';

/** A small JSON file of the person's own (settings, recent projects), written whole or not at all. */
export class JsonFile<T> {
  readonly #file: string;
  readonly #schema: z.ZodType<T>;
  readonly #initial: () => T;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(file: string, schema: z.ZodType<T>, initial: () => T) {
    this.#file = file;
    this.#schema = schema;
    this.#initial = initial;
  }

  /** Reads the file. A damaged one is kept beside it as `.damaged`, and the initial value takes its place. */
  read(): T {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      // ENOTDIR: a file stands where the folder would be; no settings are there either way.
      if (/^(?:ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return this.#initial();
      throw error;
    }
    try {
      return this.#schema.parse(JSON.parse(text));
    } catch {
      // It must not keep the program from starting, nor be lost: a person may want to repair it.
      renameSync(this.#file, `${this.#file}.damaged`);
      return this.#initial();
    }
  }

  /** Replaces the content by what `change` makes of it. One change at a time, in the order of the calls. */
  update(change: (value: T) => T): Promise<T> {
    const result = this.#writing.then(async () => {
      const value = change(this.read());
      await writeFileAtomically(this.#file, [`${JSON.stringify(value, null, 2)}\n`]);
      return value;
    });
    this.#writing = result.catch(() => undefined);
    return result;
  }
}
