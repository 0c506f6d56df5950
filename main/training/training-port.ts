import type { Checkpoint, TrainingPoint } from '../jobs/worker-protocol.ts';

export type Phase = TrainingPoint['phase'];

/** Receives a run's reports while it trains. */
export interface TrainingReporter {
  /** `secondsLeft` is until the end of the run, null while it cannot be told. */
  progress(stage: string, done: number, total: number, secondsLeft: number | null): void;
  point(point: TrainingPoint): void;
  samples(
    phase: Phase,
    epoch: number,
    samples: readonly { readonly imageId: number; readonly caption: string }[],
  ): void;
  checkpoint(checkpoint: Checkpoint): void;
}

/** Controls a run. `turn` is awaited between steps: it lets messages in, lasts as long as a pause does, and throws `StopRequested`. */
export interface TrainingControl {
  turn(): Promise<void>;
}

/** Somebody asked the run to save and end. */
export class StopRequested extends Error {
  constructor() {
    super('The run was asked to stop.');
    this.name = 'StopRequested';
  }
}
