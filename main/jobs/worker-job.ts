import type { WorkerPort, WorkerStarter } from './worker-port.ts';
import { protocolVersion, type WorkerEvent, type WorkerJob } from './worker-protocol.ts';

/** The end of a worker's job. `exited`: the process ended without saying so. */
export type JobEnding =
  | { readonly kind: 'done'; readonly stopped: boolean }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: string | null };

/** A job that runs. `ended` resolves once, after the last event was handed on; it never rejects. */
export interface RunningJob {
  readonly port: WorkerPort;
  readonly ended: Promise<JobEnding>;
}

/** Messages may still be on their way when a process is reported gone. */
const trailingMessagesMs = 250;
/** A worker that has said its last word ends by itself; one that hangs after it is ended. */
const leaveMs = 5_000;

/** Starts a worker process on `job` and hands its events to `onEvent`, up to and without the one that ends it. */
export function startJob(start: WorkerStarter, job: WorkerJob, onEvent: (event: WorkerEvent) => void): RunningJob {
  const port = start();
  const ended = new Promise<JobEnding>((resolve) => {
    let over = false;
    let leaving: NodeJS.Timeout | undefined;
    const end = (ending: JobEnding) => {
      if (over) return;
      over = true;
      if (ending.kind !== 'exited') {
        leaving = setTimeout(() => port.kill(), leaveMs);
        leaving.unref();
      }
      resolve(ending);
    };
    port.onEvent((event) => {
      if (over) return;
      if (event.type === 'done') end({ kind: 'done', stopped: event.stopped });
      else if (event.type === 'failed') end({ kind: 'failed', code: event.code, message: event.message });
      else onEvent(event);
    });
    port.onExit((exit) => {
      clearTimeout(leaving);
      if (!over) setTimeout(() => end({ kind: 'exited', ...exit }), trailingMessagesMs);
    });
  });
  port.send({ type: 'start', version: protocolVersion, job });
  return { port, ended };
}

/**
 * Why a process went away, as a sentence. `what` names it: "training process".
 * Example: "The training process was ended by SIGKILL, perhaps because memory ran out."
 */
export function exitSentence(
  what: string,
  exit: { readonly code: number | null; readonly signal: string | null },
): string {
  if (exit.signal === 'SIGKILL') return `The ${what} was ended by SIGKILL, perhaps because memory ran out.`;
  if (exit.signal !== null) {
    const crashed = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE'].includes(exit.signal);
    return crashed ? `The ${what} crashed (${exit.signal}).` : `The ${what} was ended by ${exit.signal}.`;
  }
  if (exit.code === null) return `The ${what} could not be started.`;
  return `The ${what} ended unexpectedly with exit code ${exit.code}.`;
}
