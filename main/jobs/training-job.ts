import path from 'node:path';
import type { Run, RunPoint, RunSample, RunState } from '../../preload/contract/runs.ts';
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

/** Points are stored and shown this often: one transaction for many steps. */
const pointsEveryMs = 250;

/** One training run while its process lives: what the process says goes to the project and to the listener. */
export class TrainingJob {
  readonly runId: string;
  readonly #runs: RunRepository;
  readonly #runDirectory: string;
  readonly #listener: TrainingListener;
  readonly #points: TrainingPoint[] = [];
  readonly #flushPoints = throttled(pointsEveryMs, () => this.#storePoints());
  #progress: Run['progress'] = null;
  #job: RunningJob | undefined;
  #failure: unknown;
  #closed = false;

  constructor(options: { runId: string; runs: RunRepository; runDirectory: string; listener: TrainingListener }) {
    this.runId = options.runId;
    this.#runs = options.runs;
    this.#runDirectory = options.runDirectory;
    this.#listener = options.listener;
  }

  get progress(): Run['progress'] {
    return this.#progress;
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
    if (this.#closed || this.#failure !== undefined) return;
    try {
      this.#handle(event);
    } catch (error) {
      // What training produces can no longer be stored (a full disk): going on would lose it silently.
      this.#failure = error;
      this.kill();
    }
  }

  /** Notes how the run ended. `closing` is the reason when Nadir itself ended it. */
  finish(ending: JobEnding, closing: string | null): void {
    this.#closed = true;
    this.#progress = null;
    if (this.#failure === undefined) this.#storePoints();
    const { state, reason } = this.#outcome(ending, closing);
    this.#runs.setState(this.runId, state, reason, new Date().toISOString());
    this.#listener.run(this.runId);
  }

  #outcome(ending: JobEnding, closing: string | null): { state: RunState; reason: string | null } {
    const kept = keptSentence(this.#runs.checkpoints(this.runId));
    if (this.#failure !== undefined) {
      const message = this.#failure instanceof Error ? this.#failure.message : String(this.#failure);
      return { state: 'failed', reason: `What training produced could not be stored: ${message} ${kept}` };
    }
    if (ending.kind === 'done' && ending.stopped) return { state: 'stopped', reason: closing };
    if (ending.kind === 'done') return { state: 'finished', reason: null };
    if (ending.kind === 'failed') return { state: 'failed', reason: `${sentence(ending.message)} ${kept}` };
    if (closing !== null) return { state: 'failed', reason: `${closing} ${kept}` };
    return { state: 'failed', reason: `${exitSentence('training process', ending)} ${kept}` };
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
        break;
      case 'paused':
        this.#changeState('running', 'paused');
        break;
      case 'resumed':
        this.#changeState('paused', 'running');
        break;
      case 'points':
        this.#points.push(...event.points);
        this.#flushPoints.call();
        return;
      case 'samples':
        this.#storeSamples(event);
        return;
      case 'checkpoint':
        this.#flushPoints.flush();
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

  #storePoints(): void {
    const points = this.#points.splice(0);
    if (points.length > 0) this.#listener.points(this.runId, this.#runs.addPoints(this.runId, points));
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
