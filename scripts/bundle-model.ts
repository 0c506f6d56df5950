import path from 'node:path';
import { readSafetensors } from '../main/checkpoint/safetensors.ts';
import { loadNadirMini, saveNadirMini } from '../main/models/nadir-mini/folder.ts';

/**
 * Makes a run's checkpoint the model that ships: half precision, with the checkpoint's own record of where it came from.
 *
 *   node_modules/.bin/node scripts/bundle-model.ts <checkpoint folder> [<folder to write>]
 */
const [source, target = path.join(import.meta.dirname, '../resources/models/nadir-mini')] = process.argv.slice(2);
if (source === undefined) {
  console.error('Name the checkpoint folder: name.nadir.files/runs/<run>/checkpoints/<checkpoint>.');
  process.exit(2);
}
const { metadata } = readSafetensors(path.join(source, 'model.safetensors'));
const model = loadNadirMini(source);
try {
  saveNadirMini(model, target, { type: 'F16', metadata });
} finally {
  model.dispose();
}
console.error(`Wrote ${target} from ${source} (${JSON.stringify(metadata)}).`);
