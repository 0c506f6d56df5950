import { writeFileSync } from 'node:fs';

/**
 * Electron's releases hold a small app, `resources/default_app.asar`, that opens the app named on the command line; the
 * runtime from the registry comes without one. This is ours.
 */
const main = `
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

// "-r <module>" as in Node: how test drivers attach. A module may itself change the arguments, so they are read again.
const preloaded = process.argv.flatMap((argument, i) => (['-r', '--require'].includes(process.argv[i - 1]) ? [argument] : []));
for (const name of preloaded) createRequire(import.meta.url)(path.resolve(name));

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-') && !preloaded.includes(argument));
if (named === undefined) {
  console.error('This Electron opens the app whose folder it is given: electron <folder>');
  app.exit(2);
} else {
  const folder = path.resolve(named);
  const { name, productName, version = '0.0.0', main: entry = 'index.js' } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  app.setName(productName ?? name);
  app.setVersion(version);
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, entry)).href);
}
`;

/** Writes the archive. Throws what the file system throws. */
export function writeDefaultApp(file) {
  writeFileSync(
    file,
    packArchive({
      'main.js': main,
      'package.json': JSON.stringify({ name: 'electron', main: 'main.js', type: 'module' }),
    }),
  );
}

/**
 * Electron's archive format: two nested length-prefixed records around a JSON index, padded to 4 bytes, then the files
 * one after the other at the offsets that the index gives (as text, because they may pass 2^53).
 */
export function packArchive(texts) {
  const contents = Object.values(texts).map((text) => Buffer.from(text));
  let offset = 0;
  const files = {};
  Object.keys(texts).forEach((name, i) => {
    files[name] = { size: contents[i].length, offset: String(offset) };
    offset += contents[i].length;
  });
  const index = Buffer.from(JSON.stringify({ files }));
  const padding = (4 - (index.length % 4)) % 4;
  const lengths = Buffer.alloc(16);
  lengths.writeUInt32LE(4, 0);
  lengths.writeUInt32LE(8 + index.length + padding, 4);
  lengths.writeUInt32LE(4 + index.length + padding, 8);
  lengths.writeUInt32LE(index.length, 12);
  return Buffer.concat([lengths, index, Buffer.alloc(padding), ...contents]);
}
