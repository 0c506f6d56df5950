import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The test files that take longest, longest first. Vitest knows durations from an earlier run only: on a new machine it goes by
 * file size, and a short file with a long training would begin last, with the other workers idle.
 */
export const longest = [
  'test/engine/runs/real-worker.test.ts',
  'test/training/graph-parser/train.test.ts',
  'test/training/run.test.ts',
  'test/engine/export/export-model.test.ts',
  'test/training/run-choices.test.ts',
  'test/models/published-captioners.test.ts',
  'test/training/published-self-critical.test.ts',
  'test/regression/signals-during-products.test.ts',
  'test/regression/no-tensorflow-outside-workers.test.ts',
] as const;

/** `files` with those of `longest` in front; the others keep their order. */
export function longestFirst<T>(files: readonly T[], pathOf: (file: T) => string): T[] {
  const rank = (file: T): number => {
    const at = (longest as readonly string[]).indexOf(pathOf(file));
    return at === -1 ? longest.length : at;
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/** Vitest's order, with the longest test files in front. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    return longestFirst(await super.sort(files), ({ moduleId }) => path.relative(root, moduleId));
  }
}
