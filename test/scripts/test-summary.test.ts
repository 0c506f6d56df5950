import { expect, it } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript: they run before anything is installed
import { countTests, total } from '../../scripts/test/summary.mjs';

const report = (numbers: { passed?: number; failed?: number; skipped?: number; unloaded?: string[] }) => ({
  numPassedTests: numbers.passed ?? 0,
  numFailedTests: numbers.failed ?? 0,
  numPendingTests: numbers.skipped ?? 0,
  numTodoTests: 0,
  testResults: (numbers.unloaded ?? []).map((name) => ({ name, status: 'failed', assertionResults: [] })),
});

it('a file that could not be loaded is one failure, and is named', () => {
  const counts = countTests({ name: 'unit', report: report({ passed: 5, unloaded: ['a.test.ts'] }), exitCode: 1 });
  expect(counts).toMatchObject({ passed: 5, failed: 1, notes: ['unit: a.test.ts could not be loaded.'] });
});

it('a runner that dies without a report is one failure', () => {
  expect(countTests({ name: 'e2e', report: undefined, exitCode: 137 })).toMatchObject({ passed: 0, failed: 1 });
});

it('an error outside any test is a failure even when every test passed', () => {
  expect(countTests({ name: 'unit', report: report({ passed: 3 }), exitCode: 1 })).toMatchObject({
    passed: 3,
    failed: 1,
  });
});

it('a skipped unit test is only counted, a skipped test of the app is a failure', () => {
  const skipping = report({ passed: 3, skipped: 2 });
  expect(countTests({ name: 'unit', report: skipping, exitCode: 0 })).toMatchObject({ failed: 0, skipped: 2 });
  expect(countTests({ name: 'e2e', report: skipping, exitCode: 0, mayNotSkip: true })).toMatchObject({ failed: 2 });
});

it('tests of the app that do not exist are a failure', () => {
  expect(countTests({ name: 'e2e', report: report({}), exitCode: 0, mayNotSkip: true })).toMatchObject({ failed: 1 });
});

it('passed and failed are summed, and each failed check is one failure', () => {
  const counts = [
    { passed: 10, failed: 1, skipped: 0, notes: ['x'] },
    { passed: 4, failed: 0, skipped: 2, notes: [] },
  ];
  // 10 + 4 passed; 1 + 0 failed tests and 1 failed check
  expect(total(counts, ['lint'])).toEqual({ passed: 14, failed: 2, skipped: 2, notes: ['lint failed.', 'x'] });
});
