import { checkout, orExplain, provisionEngine } from './provision/provision.mjs';
import { buildIfNeeded } from './run/build.mjs';

/** `npm run build`: out/ from the sources, when they changed. */
const built = await orExplain(async () => buildIfNeeded(checkout, await provisionEngine()));
console.error(built ? 'Nadir: built into out/' : 'Nadir: out/ is up to date');
