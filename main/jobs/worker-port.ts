import type { WorkerEvent, WorkerRequest } from './worker-protocol.ts';

/** A message without its sequence number, which the port adds. */
export type Unsequenced<T> = T extends unknown ? Omit<T, 'sequence'> : never;

/** One worker process as the job queue sees it: forked by Node or by Electron, or played by a test. */
export interface WorkerPort {
  send(request: Unsequenced<WorkerRequest>): void;
  onEvent(listener: (event: WorkerEvent) => void): void;
  /** Called once, when the process is gone: its exit code or the signal that ended it. */
  onExit(listener: (exit: { readonly code: number | null; readonly signal: string | null }) => void): void;
  /** SIGTERM, then SIGKILL after a grace period. */
  kill(): void;
}
/** Starts a worker process. */
export type WorkerStarter = () => WorkerPort;
