import path from 'node:path';
import { benchDataset, benchSession, importDataset, temporaryFolder } from './support/dataset.ts';
import { heading } from './support/machine.ts';
import { report, type Timing, timed } from './support/measure.ts';

/** A dataset into a fresh project: every image opened, measured and hashed, every caption saved. Bar: 10 s for UCM. */
const rounds = 3;

await heading('Import');
const dataset = benchDataset();
const timings: Timing[] = [];
let images = 0;
for (let round = 0; round < rounds; round++) {
  const folder = temporaryFolder('import');
  const session = benchSession(folder);
  await session.api.project.create({ path: path.join(folder, 'bench.nadir') });
  const { result, ...timing } = await timed(() => importDataset(session, dataset));
  timings.push(timing);
  images = result.images;
  if (round === 0) console.log(`${dataset.name}: ${result.images} images, ${result.captions} captions\n`);
  await session.close();
}
report('import', timings, { items: images, noun: 'images', barMs: 10_000 });
