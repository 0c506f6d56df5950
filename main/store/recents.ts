import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { JsonFile } from './json-file.ts';

const entrySchema = z.object({ path: z.string(), name: z.string(), openedAt: z.string() });
type Entry = z.infer<typeof entrySchema>;
const kept = 20;

/** The projects that were opened last, newest first. */
export class Recents {
  readonly #file: JsonFile<Entry[]>;

  constructor(userDataDirectory: string) {
    this.#file = new JsonFile(path.join(userDataDirectory, 'recents.json'), z.array(entrySchema), () => []);
  }

  list(): readonly (Entry & { readonly exists: boolean })[] {
    return this.#file.read().map((entry) => ({ ...entry, exists: existsSync(entry.path) }));
  }

  async add(file: string, name: string): Promise<void> {
    const entry = { path: file, name, openedAt: new Date().toISOString() };
    await this.#file.update((entries) => [entry, ...entries.filter((e) => e.path !== file)].slice(0, kept));
  }
}
