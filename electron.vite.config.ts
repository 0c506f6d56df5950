import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/**
 * Targets are the oldest runtime that Nadir is run in (Electron 33: Node 20.18 and Chromium 130), not those of the
 * Electron that package.json pins.
 */
const nodeTarget = 'node20.18';
const pageTarget = 'chrome130';

/** Hot reload needs an inline script and a web socket, which the page's policy forbids; built pages keep the policy. */
const relaxPolicyWhileDeveloping: Plugin = {
  name: 'nadir:relax-policy-while-developing',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
      .replace("connect-src 'self'", "connect-src 'self' ws:"),
};

export default defineConfig(({ command }) => ({
  main: {
    build: {
      target: nodeTarget,
      sourcemap: true,
      // While developing, one rebuild must not empty the folder that Electron is started from after the one before.
      emptyOutDir: command === 'build',
      rollupOptions: {
        input: {
          index: 'main/app/main.ts',
          engine: 'main/engine/door/main.ts',
          worker: 'main/worker/main.ts',
          cli: 'main/cli/main.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      // A sandboxed preload can require nothing but Electron: everything else is bundled into one CommonJS file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss(), relaxPolicyWhileDeveloping],
    build: {
      target: pageTarget,
      outDir: 'out/renderer',
      // From the root of the drive: the development server looks for a relative one below renderer/, the build does not.
      rollupOptions: { input: { index: path.resolve('renderer/index.html') } },
    },
  },
}));
