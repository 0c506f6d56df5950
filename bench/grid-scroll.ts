import { rmSync } from 'node:fs';
import path from 'node:path';
import { launchApp } from '../test/support/electron-app.ts';
import { benchDataset, benchSession, enlarged, importDataset, temporaryFolder } from './support/dataset.ts';
import { heading } from './support/machine.ts';
import { median } from './support/measure.ts';

/**
 * Scrolling the grid from top to bottom in the real app, in steps of a wheel's notch, one a frame. Told are the longest
 * block of the page's main thread (tasks of 50 ms and more come from the browser; the bar is that there are none) and the
 * time between frames. Twice: with no thumbnail made yet, and with all of them on disk.
 */
const notchPixels = 120;
const barMs = 50;
/** The size of DIOR's chips, in the middle of what is captioned: UCM and NWPU have 256 pixels, xView's scenes 3,000. */
const side = 800;

interface Scroll {
  readonly frames: readonly number[];
  readonly longTasks: readonly number[];
  readonly height: number;
  readonly cells: number;
}

/** Text, not a function: benchmarks are checked without the page's own types. */
const scrollThrough = `(async () => {
  const scroller = document.querySelector('[role=grid]').parentElement;
  scroller.scrollTop = 0;
  await new Promise((done) => setTimeout(done, 1000));
  const longTasks = [];
  const observer = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longTasks.push(duration); });
  observer.observe({ type: 'longtask' });
  const frames = [];
  let last = performance.now();
  let cells = 0;
  for (;;) {
    const now = await new Promise((done) => requestAnimationFrame(done));
    frames.push(now - last);
    last = now;
    cells = Math.max(cells, document.querySelectorAll('[role=gridcell]').length);
    const before = scroller.scrollTop;
    scroller.scrollTop = before + ${notchPixels};
    if (scroller.scrollTop === before) break;
  }
  await new Promise((done) => setTimeout(done, 500));
  observer.disconnect();
  return { frames: frames.slice(1), longTasks, height: scroller.scrollHeight, cells };
})()`;

await heading('Grid scroll');
const folder = temporaryFolder('scroll');
const dataset = await enlarged(benchDataset(), side, folder);
console.log(dataset.name);
const project = path.join(folder, 'bench.nadir');
const session = benchSession(folder);
await session.api.project.create({ path: project });
const { images } = await importDataset(session, dataset);
await session.close();

const thumbnails = path.join(folder, 'cache');
const launched = await launchApp({
  userData: path.join(folder, 'app'),
  files: [project],
  env: { NADIR_CACHE_DIRECTORY: thumbnails },
});
try {
  await launched.page
    .getByRole('contentinfo')
    .getByText(`${images.toLocaleString('en')} images`)
    .waitFor();
  await launched.page.getByRole('gridcell').first().waitFor();
  for (const name of ['thumbnails not made yet', 'thumbnails on disk']) {
    const scroll = (await launched.page.evaluate(scrollThrough)) as Scroll;
    const sorted = scroll.frames.toSorted((a, b) => a - b);
    const at = (share: number): string =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1);
    const longest = Math.max(0, ...scroll.longTasks);
    console.log(`${name}: ${images} images, ${scroll.height} px, at most ${scroll.cells} cells in the page`);
    console.log(
      `  frames             ${sorted.length}: median ${median(sorted).toFixed(1)} ms, 95 % ${at(0.95)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms`,
    );
    console.log(
      `  long tasks (ms)    ${scroll.longTasks.map((ms) => ms.toFixed(0)).join('  ') || 'none of 50 ms or more'}`,
    );
    console.log(
      `  longest block      ${longest === 0 ? 'under 50' : longest.toFixed(0)} ms, bar ${barMs} ms: ${longest <= barMs ? 'met' : 'MISSED'}\n`,
    );
    if (longest > barMs) process.exitCode = 1;
  }
} finally {
  await launched.close();
  rmSync(thumbnails, { recursive: true, force: true });
}
