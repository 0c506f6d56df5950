import { cacheRoot } from './provision/cache.mjs';
import { orExplain, provisionApp } from './provision/provision.mjs';

const { electron } = await orExplain(provisionApp);
console.error(`Nadir: ready with Electron ${electron.version} (${electron.dist}; cache: ${cacheRoot()})`);
