import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Parts of the package that are not npm packages of its dependency tree. */
const runtimes = [
  { name: 'Electron', licence: 'MIT', text: 'LICENSE.electron.txt and LICENSES.chromium.html in this folder' },
  { name: 'Node.js', licence: 'MIT and others', text: 'https://github.com/nodejs/node/blob/main/LICENSE' },
  {
    name: 'TensorFlow C library',
    licence: 'Apache-2.0',
    text: 'https://github.com/tensorflow/tensorflow/blob/master/LICENSE',
  },
  { name: 'WordNet 3.1', licence: 'WordNet', text: 'https://wordnet.princeton.edu/license-and-commercial-use' },
];

/** Packages of the checkout that the window's page is bundled from: those its sources import, and what these depend on. */
function importedByWindow(checkout) {
  const names = new Set();
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (/\.(tsx?|css)$/.test(entry.name)) {
        for (const [, name] of readFileSync(file, 'utf8').matchAll(
          /(?:from|@?import)\s+['"]((?:@[\w.-]+\/)?[a-z][\w.-]*)/g,
        ))
          names.add(name);
      }
    }
  };
  visit(path.join(checkout, 'renderer'));
  return [...names];
}

/** The folder in which Node would find `name` from `folder`, or null. */
function installed(name, folder, checkout) {
  for (let at = folder; at.startsWith(checkout); at = path.dirname(at)) {
    const place = path.join(at, 'node_modules', name);
    if (existsSync(path.join(place, 'package.json'))) return place;
  }
  return null;
}

/** Every package that ships, by folder: the app's dependencies and what the window is bundled from, with theirs. */
function shipped(checkout) {
  const own = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8'));
  const found = new Map();
  const queue = [...Object.keys(own.dependencies), ...importedByWindow(checkout)].map((name) => [name, checkout]);
  while (queue.length > 0) {
    const [name, from] = queue.pop();
    const folder = installed(name, from, checkout);
    if (folder === null || found.has(folder)) continue;
    const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    found.set(folder, about);
    for (const dependency of Object.keys(about.dependencies ?? {})) queue.push([dependency, folder]);
  }
  return [...found].sort(([, a], [, b]) => a.name.localeCompare(b.name));
}

function licenceTexts(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice|ofl)/i.test(name))
    .map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
}

/**
 * Writes Nadir's licence and THIRD-PARTY-LICENSES.txt, the licences of everything else that ships, into the package.
 * Returns how many packages the latter names. Throws where nothing that ships was found: the list would be a lie.
 */
export function writeLicences(checkout, unpacked) {
  writeFileSync(path.join(unpacked, 'LICENSE'), readFileSync(path.join(checkout, 'LICENSE')));
  const packages = shipped(checkout);
  if (packages.length === 0) throw new Error(`${checkout}/node_modules holds none of the packages that ship.`);
  const parts = [
    'Nadir is made of these parts. Each is under its own licence.\n',
    ...runtimes.map(({ name, licence, text }) => `${name}: ${licence}. ${text}\n`),
    ...packages.map(([folder, { name, version, license }]) => {
      const texts = licenceTexts(folder);
      const stated = typeof license === 'string' ? license : (license?.type ?? 'see below');
      return `${'='.repeat(80)}\n${name} ${version}: ${stated}\n\n${texts.join('\n\n') || `(The package holds no licence file; it states ${stated}.)`}\n`;
    }),
  ];
  writeFileSync(path.join(unpacked, 'THIRD-PARTY-LICENSES.txt'), parts.join('\n'));
  return packages.length;
}
