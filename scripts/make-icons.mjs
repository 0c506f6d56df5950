import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** `node_modules/.bin/node scripts/make-icons.mjs`: the PNG sizes that desktops ask for, from resources/icons/nadir.svg. */
const icons = path.join(path.dirname(fileURLToPath(import.meta.url)), '../resources/icons');
for (const size of [16, 32, 48, 64, 128, 256, 512]) {
  await sharp(path.join(icons, 'nadir.svg'), { density: 288 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toFile(path.join(icons, `${size}x${size}.png`));
}
