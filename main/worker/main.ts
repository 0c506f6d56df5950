import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { faultOf, inWords } from '../errors/faults-in-words.ts';
import { workerRequestSchema } from '../jobs/worker-protocol.ts';
import { WorkerSession } from './session.ts';

/**
 * A worker's process: one job, told over the channel to its parent, then it ends. When the channel closes (the parent
 * quit or was killed) the job saves what it has and the process ends.
 */
if (!process.send) {
  console.error('This is a part of Nadir: the engine starts it.');
  process.exit(2);
}

/**
 * Training takes every core for minutes: the window, the engine and whatever else the person does go first. Someone who
 * started Nadir with less priority still keeps that: taking more would need a right that few have.
 */
function takeLessPriority(): void {
  const priority = os.constants.priority.PRIORITY_BELOW_NORMAL;
  if (os.getPriority() < priority) os.setPriority(priority);
  try {
    // Where Linux shares the cores between sessions (autogroup), a process' priority counts within its own alone. Only a
    // session that the worker leads is its to change: another may be a person's terminal.
    const [, , , sessionLeader] = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)!.split(' ');
    if (Number(sessionLeader) === process.pid) writeFileSync('/proc/self/autogroup', String(priority));
  } catch {
    // Elsewhere there are no such groups.
  }
}

let sequence = 0;
const session = new WorkerSession(
  (event) =>
    new Promise((resolve) => {
      if (!process.connected) resolve();
      else process.send?.({ ...event, sequence: ++sequence }, undefined, undefined, () => resolve());
    }),
);
process.on('message', (message) => {
  const request = workerRequestSchema.safeParse(message, inWords);
  if (!request.success) {
    console.error('A request does not follow the protocol:', faultOf(request.error));
    process.exit(3);
  }
  // A person who edits a caption waits for its graph.
  if (request.data.type === 'start' && request.data.job.kind !== 'parse') takeLessPriority();
  session.handle(request.data).then((isOver) => {
    if (isOver) process.exit(0);
  });
});
process.on('disconnect', () => session.abandon());
// Ctrl-C in a terminal reaches the whole process group; the parent decides what becomes of the job.
process.on('SIGINT', () => {});
