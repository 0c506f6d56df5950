import type { Unsequenced } from '../jobs/worker-port.ts';
import type { WorkerEvent } from '../jobs/worker-protocol.ts';

/** Sends an event to the parent process; resolves when it has left this one. */
export type Send = (event: Unsequenced<WorkerEvent>) => Promise<void>;
