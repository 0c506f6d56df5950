import type { z } from 'zod';
import type { findingSchema } from '../../preload/contract/project.ts';

const examplesShown = 10;

/** Counts what an import found, and keeps the first few by name. */
export class Findings {
  #count = 0;
  readonly #examples: string[] = [];

  add(example: string): void {
    this.#count += 1;
    if (this.#examples.length < examplesShown) this.#examples.push(example);
  }

  report(): z.infer<typeof findingSchema> {
    return { count: this.#count, examples: this.#examples };
  }
}
