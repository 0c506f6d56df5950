import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Before all tests: what they and the programs they start put into the system's temporary folder goes into one of this
 * run. After them it is removed, whatever a test left or a killed program could not clean up.
 */
export default function gatherTemporaryFiles(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'nadir-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
