import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;

/** Puts a stand-in in the place of the bridge to the engine: the gallery has neither engine nor preload. */
const withoutEngine: Plugin = {
  name: 'gallery:without-engine',
  enforce: 'pre',
  resolveId: (source) => (/(^|\/)nadir\.ts$/.test(source) ? path.join(here, 'engine-stand-in.ts') : null),
};

/** The development gallery of components (`npm run gallery`). No build of Nadir reads this folder. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [withoutEngine, react(), tailwindcss()],
  server: { host: '127.0.0.1', port: 5180 },
  build: { target: 'chrome130', chunkSizeWarningLimit: 2000 },
});
