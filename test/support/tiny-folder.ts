import path from 'node:path';
import { sharedFile } from './shared-data.ts';

/**
 * The folder of a tiny checkpoint beside the checkout, or undefined with one line saying so; in CI its absence is a failure.
 * Unlike test/parity, which compares with whatever NADIR_PARITY names, these tests know what lies in the folder.
 */
export function tinyFolder(name: string): string | undefined {
  const config = sharedFile(`parity/${name}/config.json`);
  if (config !== undefined) return path.dirname(config);
  if (process.env.CI) throw new Error(`There is no ../shared/parity/${name}.`);
  return undefined;
}
