import path from 'node:path';
import type { RunPoint, RunSample } from '../../../preload/contract/runs.ts';
import { toWireError } from '../../errors/wire-error.ts';
import type { JobControl, JobEnd, RunningJob } from '../../jobs/job-kind.ts';
import { throttled } from '../../jobs/throttle.ts';
import { exitSentence, type JobEnding, startJob } from '../../jobs/worker-job.ts';
import type { WorkerPort, WorkerStarter } from '../../jobs/worker-port.ts';
import type { TrainingPoint, WorkerEvent, WorkerJob } from '../../jobs/worker-protocol.ts';
import type { CheckpointRow, RunRepository } from '../../store/run-repository.ts';

/** Hears of a run's data while it trains; its state and progress are told by its job. */
export interface TrainingListener {
  /** A checkpoint was saved or the device is known. */
  run(id: string): void;
  points(id: string, points: readonly RunPoint[]): void;
  samples(id: string, samples: readonly RunSample[]): void;
}

/** The part of the run repository that training writes to. */
export type TrainingRuns = Pick<
  RunRepository,
  'setDevice' | 'addPoints' | 'addSamples' | 'addCheckpoint' | 'checkpoints'
>;

export interface TrainingWorkOptions {
  readonly job: RunningJob;
  readonly runId: string;
  readonly runs: TrainingRuns;
  readonly runDirectory: string;
  readonly listener: TrainingListener;
}

const closingReason = 'Nadir was closed while this run was going on.';
export const interruptedReason = 'Nadir ended while this run was going on.';

/** Points are stored and shown this often: one transaction for many steps. */
const pointsEveryMs = 250;

/** Trains in a worker; what the worker says goes to the project, to the job and to the listener. */
export async function train(
  start: WorkerStarter,
  work: WorkerJob,
  options: TrainingWorkOptions,
): Promise<JobEnd<null>> {
  const training = new TrainingWork(options);
  const running = startJob(start, work, (event) => training.handle(event));
  training.attach(running.port);
  return training.end(await running.ended);
}

class TrainingWork {
  readonly #options: TrainingWorkOptions;
  readonly #points: TrainingPoint[] = [];
  readonly #flushPoints = throttled(pointsEveryMs, () => this.#guarded(() => this.#storePoints()));
  #port: WorkerPort | undefined;
  #failure: unknown;
  /** Whether ending it would lose anything: a step or a checkpoint. */
  #producing = false;
  /** Ended by closing with nothing made yet: it begins again with the next opening, unless a person had stopped it. */
  #leftUnbegun = false;
  #over = false;

  constructor(options: TrainingWorkOptions) {
    this.#options = options;
  }

  /** Ties what is asked of the job to the process; the process's events must come to `handle`. */
  attach(port: WorkerPort): void {
    this.#port = port;
    this.#options.job.onControl((control) => this.#control(control, port));
  }

  handle(event: WorkerEvent): void {
    this.#guarded(() => this.#handle(event));
  }

  /** Takes what is left and says how the job ended. Nothing is stored or told afterwards. */
  end(ending: JobEnding): JobEnd<null> {
    this.#guarded(() => this.#storePoints());
    this.#over = true;
    const { job, runs, runId } = this.#options;
    const kept = keptSentence(runs.checkpoints(runId));
    const failed = (why: string): JobEnd<null> => ({ state: 'failed', reason: `${why} ${kept}` });
    if (this.#failure !== undefined)
      return failed(`What training produced could not be stored: ${toWireError(this.#failure).message}`);
    const closing = job.ending === 'close' ? closingReason : null;
    if (ending.kind === 'done')
      return ending.stopped ? { state: 'stopped', reason: closing, result: null } : { state: 'finished', result: null };
    if (ending.kind === 'failed') return failed(sentence(ending.message));
    if (this.#leftUnbegun)
      return job.ending === 'stop' ? { state: 'stopped', reason: null, result: null } : { state: 'queued' };
    return failed(closing ?? exitSentence('training process', ending));
  }

  #control(control: JobControl, port: WorkerPort): void {
    if (control === 'kill') port.kill();
    else if (control !== 'close') port.send({ type: control });
    else if (this.#producing) port.send({ type: 'stop' });
    else {
      this.#leftUnbegun = true;
      port.kill();
    }
  }

  /** Ends the training when its results can no longer be stored (a full disk): going on would lose them silently. */
  #guarded(work: () => void): void {
    if (this.#over || this.#failure !== undefined) return;
    try {
      work();
    } catch (error) {
      this.#failure = error;
      this.#port?.kill();
    }
  }

  #handle(event: WorkerEvent): void {
    const { job, runs, runId, runDirectory, listener } = this.#options;
    switch (event.type) {
      case 'progress':
        job.progress(event.stage, event.done, event.total, event.secondsLeft);
        return;
      case 'paused':
        job.paused();
        return;
      case 'resumed':
        job.resumed();
        return;
      case 'points':
        this.#producing = true;
        this.#points.push(...event.points);
        this.#flushPoints.call();
        return;
      case 'samples':
        this.#storeSamples(event);
        return;
      case 'checkpoint':
        this.#producing = true;
        this.#storePoints();
        runs.addCheckpoint(runId, {
          ...event.checkpoint,
          directory: path.relative(runDirectory, event.checkpoint.directory),
          createdAt: new Date().toISOString(),
        });
        break;
      case 'device':
        runs.setDevice(runId, `${event.device.device} · ${event.device.library} ${event.device.libraryVersion}`);
        break;
      default:
        return;
    }
    listener.run(runId);
  }

  /** Points stay in memory until they are stored. */
  #storePoints(): void {
    if (this.#points.length === 0) return;
    const { runs, runId, listener } = this.#options;
    const stored = runs.addPoints(runId, this.#points);
    this.#points.length = 0;
    listener.points(runId, stored);
  }

  #storeSamples({ epoch, phase, samples }: Extract<WorkerEvent, { type: 'samples' }>): void {
    const { runs, runId, listener } = this.#options;
    runs.addSamples(
      runId,
      samples.map((sample) => ({ ...sample, epoch, phase })),
    );
    listener.samples(
      runId,
      samples.map(({ imageId, caption }) => ({ imageId, captions: [{ epoch, phase, caption }] })),
    );
  }
}

/** Example: "The last checkpoint (epoch 3) is kept." */
export function keptSentence(checkpoints: readonly CheckpointRow[]): string {
  const last = checkpoints.at(-1);
  return last
    ? `The last checkpoint (epoch ${Math.round(last.epoch * 100) / 100}) is kept.`
    : 'No checkpoint had been saved.';
}

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);
