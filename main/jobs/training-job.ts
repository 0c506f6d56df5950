import path from 'node:path';
import type { Run, RunPoint, RunSample, RunState } from '../../preload/contract/runs.ts';
import { toWireError } from '../errors/wire-error.ts';
import type { CheckpointRow, RunRepository } from '../store/run-repository.ts';
import { throttled } from './throttle.ts';
import { exitSentence, type JobEnding, type RunningJob } from './worker-job.ts';
import type { TrainingPoint, WorkerEvent } from './worker-protocol.ts';

/** What a job tells while it runs. */
export interface TrainingListener {
  run(id: string): void;
  points(id: string, points: readonly RunPoint[]): void;
  samples(id: string, samples: readonly RunSample[]): void;
}

/** What training writes to of a project's runs. */
export type TrainingRuns = Pick<
  RunRepository,
  'get' | 'setState' | 'setDevice' | 'addPoints' | 'addSamples' | 'addCheckpoint' | 'checkpoints'
>;

/** How a run ended, as it is stored. */
export interface RunOutcome {
  readonly state: RunState;
  readonly reason: string | null;
}

/** Points are stored and shown this often: one transaction for many steps. */
const pointsEveryMs = 250;
/** What a run is doing is told this often. */
const progressEveryMs = 200;

/** One training run while its process lives: what the process says goes to the project and to the listener. */
export class TrainingJob {
  readonly runId: string;
  readonly #runs: TrainingRuns;
  readonly #runDirectory: string;
  readonly #listener: TrainingListener;
  readonly #points: TrainingPoint[] = [];
  readonly #flushPoints = throttled(pointsEveryMs, () => this.#guarded(() => this.#storePoints()));
  readonly #tellProgress = throttled(progressEveryMs, () => {
    if (!this.#closed) this.#listener.run(this.runId);
  });
  #progress: Run['progress'] = null;
  #job: RunningJob | undefined;
  #failure: unknown;
  #producing = false;
  #closed = false;

  constructor(options: { runId: string; runs: TrainingRuns; runDirectory: string; listener: TrainingListener }) {
    this.runId = options.runId;
    this.#runs = options.runs;
    this.#runDirectory = options.runDirectory;
    this.#listener = options.listener;
  }

  get progress(): Run['progress'] {
    return this.#progress;
  }

  /** Whether training has produced anything that ending it would lose: a step or a checkpoint. */
  get producing(): boolean {
    return this.#producing;
  }

  /** Ties the job to its process; its events must come to `handle`. */
  attach(job: RunningJob): void {
    this.#job = job;
  }

  send(type: 'pause' | 'resume' | 'stop'): void {
    this.#job?.port.send({ type });
  }

  kill(): void {
    this.#job?.port.kill();
  }

  handle(event: WorkerEvent): void {
    this.#guarded(() => this.#handle(event));
  }

  /**
   * Takes what is left and says how the run ended. `closing` is the reason when Nadir itself ended it, null otherwise.
   * Nothing is stored or told afterwards.
   */
  finish(ending: JobEnding, closing: string | null): RunOutcome {
    this.#guarded(() => this.#storePoints());
    this.#closed = true;
    this.#progress = null;
    const kept = keptSentence(this.#runs.checkpoints(this.runId));
    if (this.#failure !== undefined) {
      const { message } = toWireError(this.#failure);
      return { state: 'failed', reason: `What training produced could not be stored: ${message} ${kept}` };
    }
    if (ending.kind === 'done' && ending.stopped) return { state: 'stopped', reason: closing };
    if (ending.kind === 'done') return { state: 'finished', reason: null };
    if (ending.kind === 'failed') return { state: 'failed', reason: `${sentence(ending.message)} ${kept}` };
    return { state: 'failed', reason: `${closing ?? exitSentence('training process', ending)} ${kept}` };
  }

  /** When what training produces can no longer be stored (a full disk), going on would lose it silently: it is ended. */
  #guarded(work: () => void): void {
    if (this.#closed || this.#failure !== undefined) return;
    try {
      work();
    } catch (error) {
      this.#failure = error;
      this.kill();
    }
  }

  #handle(event: WorkerEvent): void {
    switch (event.type) {
      case 'progress':
        this.#progress = {
          stage: event.stage,
          done: event.done,
          total: event.total,
          secondsLeft: event.secondsLeft,
        };
        this.#tellProgress.call();
        return;
      case 'paused':
        this.#changeState('running', 'paused');
        break;
      case 'resumed':
        this.#changeState('paused', 'running');
        break;
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
        this.#runs.addCheckpoint(this.runId, {
          ...event.checkpoint,
          directory: path.relative(this.#runDirectory, event.checkpoint.directory),
          createdAt: new Date().toISOString(),
        });
        break;
      case 'device':
        this.#runs.setDevice(
          this.runId,
          `${event.device.device} · ${event.device.library} ${event.device.libraryVersion}`,
        );
        break;
      default:
        return;
    }
    this.#listener.run(this.runId);
  }

  /** A message that crossed with another request (a stop) changes nothing. */
  #changeState(from: RunState, to: RunState): void {
    if (this.#runs.get(this.runId)?.state === from) this.#runs.setState(this.runId, to, null, null);
  }

  /** Points stay in memory until they are stored. */
  #storePoints(): void {
    if (this.#points.length === 0) return;
    const stored = this.#runs.addPoints(this.runId, this.#points);
    this.#points.length = 0;
    this.#listener.points(this.runId, stored);
  }

  #storeSamples({ epoch, phase, samples }: Extract<WorkerEvent, { type: 'samples' }>): void {
    this.#runs.addSamples(
      this.runId,
      samples.map((sample) => ({ ...sample, epoch, phase })),
    );
    this.#listener.samples(
      this.runId,
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
