import type { Run } from '../../preload/contract/runs.ts';
import { AppError } from '../errors/app-error.ts';
import { toWireError } from '../errors/wire-error.ts';
import type { CheckpointRow, RunRepository, RunRow } from '../store/run-repository.ts';
import { keptSentence, type RunOutcome, TrainingJob, type TrainingListener } from './training-job.ts';
import { type JobEnding, startJob } from './worker-job.ts';
import type { WorkerStarter } from './worker-port.ts';
import type { WorkerJob } from './worker-protocol.ts';

export interface TrainingQueueOptions {
  readonly runs: RunRepository;
  readonly startWorker: WorkerStarter;
  readonly listener: TrainingListener;
  /** What the worker is started for. Throws when the run cannot start (its model is gone). */
  readonly jobOf: (run: RunRow) => WorkerJob;
  readonly runDirectory: (runId: string) => string;
  /** Whole checkpoints in the run's folder that are not among those known, in the order of saving. */
  readonly unwatched: (runDirectory: string, known: readonly CheckpointRow[]) => readonly CheckpointRow[];
  /** How long a run may take to save when the project closes, before its process is ended. */
  readonly saveMs?: number;
  /** A second stop after this time ends a process that does not react to the first. */
  readonly insistMs?: number;
}

const closingReason = 'Nadir was closed while this run was going on.';
const interruptedReason = 'Nadir ended while this run was going on.';

/**
 * The runs of a project, one at a time in the order of starting. The queue is the rows whose state is `queued`, so it
 * survives whatever ends Nadir.
 */
export class TrainingQueue {
  readonly #options: TrainingQueueOptions;
  /** Ends that could not be stored because the disk is full: shown until the project closes, then found as interrupted. */
  readonly #unstored = new Map<string, RunOutcome>();
  #current: { readonly job: TrainingJob; readonly ended: Promise<void> } | undefined;
  #stopAskedAt = 0;
  #closed = false;

  constructor(options: TrainingQueueOptions) {
    this.#options = options;
  }

  /**
   * Marks the runs that were going on when Nadir last ended as failed; their checkpoints stay, and those that were saved
   * while nobody noted them are found again.
   */
  recover(): void {
    const { runs, runDirectory, unwatched } = this.#options;
    for (const { id, state, reason, finishedAt } of runs.list()) {
      const wasGoingOn = state === 'running' || state === 'paused' || state === 'stopping';
      // Its worker may still have been saving when an earlier opening looked.
      const wasInterrupted = state === 'failed' && reason?.startsWith(interruptedReason);
      if (!wasGoingOn && !wasInterrupted) continue;
      const found = unwatched(runDirectory(id), runs.checkpoints(id));
      for (const checkpoint of found) runs.addCheckpoint(id, checkpoint);
      if (!wasGoingOn && found.length === 0) continue;
      const kept = keptSentence(runs.checkpoints(id));
      runs.setState(id, 'failed', `${interruptedReason} ${kept}`, finishedAt ?? new Date().toISOString());
    }
  }

  /** Starts the run that has waited longest unless one is going on. One that cannot start has failed. */
  startNext(): void {
    while (!this.#closed && this.#current === undefined) {
      const next = this.#options.runs.list().findLast((run) => run.state === 'queued' && !this.#unstored.has(run.id));
      if (!next) return;
      try {
        this.#start(next);
      } catch (error) {
        this.#store(next.id, { state: 'failed', reason: toWireError(error).message });
      }
    }
  }

  /** What a run is doing now; null when it is not going on. */
  progress(id: string): Run['progress'] {
    return this.#jobOf(id)?.progress ?? null;
  }

  /** The row as it is: with the end that could not be stored. */
  current(row: RunRow): RunRow {
    const outcome = this.#unstored.get(row.id);
    return outcome ? { ...row, ...outcome } : row;
  }

  /** Throws `conflict` when the run is not going on. */
  pause(id: string): void {
    this.#running(id, 'paused').send('pause');
  }

  resume(id: string): void {
    this.#running(id, 'resumed').send('resume');
  }

  /** Takes a waiting run out of the queue; lets one that goes on finish its step and save. One that has ended stays. */
  stop(id: string): void {
    const { runs, listener } = this.#options;
    const state = runs.get(id)?.state;
    if (state === 'queued') {
      runs.setState(id, 'stopped', 'It was taken out of the queue before it started.', new Date().toISOString());
    } else if (state === 'running' || state === 'paused') {
      runs.setState(id, 'stopping', null, null);
      this.#stopAskedAt = performance.now();
      this.#jobOf(id)?.send('stop');
    } else if (state === 'stopping' && performance.now() - this.#stopAskedAt > (this.#options.insistMs ?? 10_000)) {
      // Asked for again after a while: the process does not listen any more. A double click must not lose the save.
      this.#jobOf(id)?.kill();
    } else return;
    listener.run(id);
  }

  /** Ends what goes on, saving what it has; what waits goes on waiting. Resolves when every process is gone or has said its last word. */
  async close(): Promise<void> {
    this.#closed = true;
    const current = this.#current;
    if (!current) return;
    const patience = setTimeout(() => current.job.kill(), this.#options.saveMs ?? 30_000);
    // With nothing to save yet there is nothing to wait for: the run goes back to the queue.
    if (current.job.producing) current.job.send('stop');
    else current.job.kill();
    await current.ended;
    clearTimeout(patience);
  }

  #start(run: RunRow): void {
    const { runs, startWorker, listener, jobOf, runDirectory } = this.#options;
    const work = jobOf(run);
    const job = new TrainingJob({ runId: run.id, runs, runDirectory: runDirectory(run.id), listener });
    runs.setState(run.id, 'running', null, null);
    const running = startJob(startWorker, work, (event) => job.handle(event));
    job.attach(running);
    this.#current = { job, ended: running.ended.then((ending) => this.#finish(job, ending)) };
    listener.run(run.id);
  }

  #finish(job: TrainingJob, ending: JobEnding): void {
    const outcome = job.finish(ending, this.#closed ? closingReason : null);
    this.#current = undefined;
    const unbegun = this.#closed && ending.kind === 'exited' && !job.producing;
    const stopping = this.#options.runs.get(job.runId)?.state === 'stopping';
    this.#store(job.runId, unbegun ? { state: stopping ? 'stopped' : 'queued', reason: null } : outcome);
    this.startNext();
  }

  #store(id: string, outcome: RunOutcome): void {
    const { runs, listener } = this.#options;
    try {
      runs.setState(id, outcome.state, outcome.reason, outcome.state === 'queued' ? null : new Date().toISOString());
    } catch {
      this.#unstored.set(id, outcome);
    }
    listener.run(id);
  }

  #jobOf(id: string): TrainingJob | undefined {
    return this.#current?.job.runId === id ? this.#current.job : undefined;
  }

  #running(id: string, what: string): TrainingJob {
    const job = this.#jobOf(id);
    if (job) return job;
    const state = this.#options.runs.get(id)?.state;
    throw new AppError('conflict', `The run cannot be ${what}: it is ${state ?? 'not in this project'}.`);
  }
}
