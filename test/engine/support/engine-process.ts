import { callMethod } from '../../../main/engine/door/rpc.ts';
import { toWireError } from '../../../main/errors/wire-error.ts';
import { playedWorkers } from '../../jobs/played-worker.ts';
import { startEngine } from './test-engine.ts';

/**
 * An engine in a process of its own, as a window has one. It calls what it is told to over its channel; its workers say that
 * they have begun and then do nothing until they are stopped.
 */
const { startWorker } = playedWorkers((worker) => {
  worker.onRequest = (request) => {
    const { type } = request;
    if (type === 'start' && request.job.kind === 'describe') {
      const device = { device: 'CPU', library: 'none', libraryVersion: '0', reason: 'Played by a test.' };
      worker.say({ type: 'device', device });
      worker.done();
    } else if (type === 'start')
      worker.say({ type: 'progress', stage: 'Training', done: 1, total: 4, secondsLeft: null });
    if (type === 'pause') worker.say({ type: 'paused' });
    if (type === 'resume') worker.say({ type: 'resumed' });
    if (type === 'stop') worker.done(true);
  };
});
const { engine } = startEngine(process.env.NADIR_TEST_FOLDER!, startWorker);
process.on('message', ({ id, method, input }: { id: number; method: string; input: unknown }) => {
  const answer = method === 'close' ? engine.close() : callMethod(engine, method, input);
  answer.then(
    (output) => process.send!({ id, output: output ?? null }),
    (error) => process.send!({ id, error: toWireError(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
