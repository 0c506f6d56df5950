import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Bytes in all files below a folder; 0 when it is not there. Files that vanish while counting count as nothing. */
export function folderBytes(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      bytes += entry.isDirectory() ? folderBytes(full) : lstatSync(full).size;
    }
  } catch {
    return bytes;
  }
  return bytes;
}

/** "41 % of 196 MB", or "80 MB" when the size is not known. Never above 99 % while it runs. Example: 98e6 of 196e6 → "50 % of 196 MB". */
export function amount(bytes, expectedBytes) {
  if (!expectedBytes) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.min(99, Math.floor((bytes / expectedBytes) * 100))} % of ${Math.round(expectedBytes / 1e6)} MB`;
}

/**
 * Shows that `work` is under way: on a terminal one line that is redrawn, elsewhere a line at the start, one every ten
 * seconds, and one at the end. `folder` is where bytes arrive; its growth is the progress, because npm and pip show
 * none of their own when their output is not a terminal.
 */
export async function working(label, { folder, expectedBytes, stream = process.stderr }, work) {
  const startedMs = Date.now();
  const seconds = () => `${((Date.now() - startedMs) / 1000).toFixed(0)} s`;
  const text = () => `Nadir: ${label} … ${folder ? `${amount(folderBytes(folder), expectedBytes)}, ` : ''}${seconds()}`;
  const live = Boolean(stream.isTTY);
  if (!live) stream.write(`Nadir: ${label} …\n`);
  const timer = setInterval(() => stream.write(live ? `\r\u001b[K${text()}` : `${text()}\n`), live ? 250 : 10_000);
  try {
    const result = await work();
    stream.write(`${live ? '\r\u001b[K' : ''}Nadir: ${label}: done in ${seconds()}\n`);
    return result;
  } catch (error) {
    if (live) stream.write('\r\u001b[K');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
