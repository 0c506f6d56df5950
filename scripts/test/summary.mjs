/**
 * Counts one run of the test runner, from its JSON report and exit code: `{passed, failed, skipped, notes}`.
 * A file that could not be loaded, a report that is missing and an error outside any test count as failures, because
 * a suite that did not run has not passed. With `mayNotSkip`, so does every skipped test.
 */
export function countTests({ name, report, exitCode, mayNotSkip = false }) {
  if (!report) return { passed: 0, failed: 1, skipped: 0, notes: [`${name}: the test runner left no report.`] };
  const notes = [];
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  for (const file of unloaded) notes.push(`${name}: ${file.name} could not be loaded.`);
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  let failed = report.numFailedTests + unloaded.length;
  if (mayNotSkip && skipped > 0) {
    notes.push(`${name}: ${skipped} skipped, and here none may be.`);
    failed += skipped;
  }
  if (mayNotSkip && report.numPassedTests + failed === 0) {
    notes.push(`${name}: no test was found.`);
    failed += 1;
  }
  if (exitCode !== 0 && failed === 0) {
    notes.push(`${name}: ended with ${exitCode} outside any test.`);
    failed = 1;
  }
  return { passed: report.numPassedTests, failed, skipped, notes };
}

/** The sum over all runs and the checks that failed; each of those counts as one failure. */
export function total(counts, failedChecks) {
  const sum = (key) => counts.reduce((all, count) => all + count[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed') + failedChecks.length,
    skipped: sum('skipped'),
    notes: [...failedChecks.map((check) => `${check} failed.`), ...counts.flatMap(({ notes }) => notes)],
  };
}

/** The tests that took longest, of all reports: `[{name, file, seconds}]`, the longest first. */
export function slowest(reports, many = 10) {
  return reports
    .flatMap((report) => report?.testResults ?? [])
    .flatMap(({ name: file, assertionResults }) =>
      assertionResults.map(({ fullName, duration }) => ({
        name: fullName.trim(),
        file,
        seconds: (duration ?? 0) / 1000,
      })),
    )
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, many);
}
