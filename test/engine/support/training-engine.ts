import path from 'node:path';
import { forkedWorkers } from '../../../main/jobs/forked-worker.ts';
import { longRun } from './long-run.ts';
import { startEngine } from './test-engine.ts';

/** An engine in a process of its own that trains until it is killed. Sends the run's id when a checkpoint is there. */
const entry = path.join(import.meta.dirname, '../../../main/worker/main.ts');
const { engine, api } = startEngine(process.env.NADIR_TEST_FOLDER!, forkedWorkers({ entry }));
engine.onEvent((event, payload) => {
  if (event !== 'run') return;
  const run = payload as { id: string; checkpoints: readonly unknown[] };
  if (run.checkpoints.length > 0) process.send!(run.id);
});
await api.project.open({ path: process.env.NADIR_TEST_PROJECT! });
await api.runs.start(longRun);
