import type { FeatureStore } from '../models/features/feature-store.ts';
import type { Parse } from '../rewards/corpus.ts';
import type { TrainingConfig } from './config/training-config.ts';
import type { Learner } from './learner.ts';
import type { Phase, TrainingControl, TrainingReporter } from './training-port.ts';

/** A training image with its captions as words. */
export interface TrainingImage {
  readonly id: number;
  readonly words: readonly (readonly string[])[];
  readonly captions: readonly string[];
  /** Detectors' counts in it; they join the references of its rewards. */
  readonly detected?: Readonly<Record<string, number>> | undefined;
}

/** Shared by the phases of a run. */
export interface TrainingContext {
  readonly config: TrainingConfig;
  readonly learner: Learner;
  readonly store: FeatureStore;
  readonly train: readonly TrainingImage[];
  readonly parse: Parse;
  readonly reporter: TrainingReporter;
  readonly control: TrainingControl;
  /** Notes that a step took so long, and reports progress. `done` counts steps of the phase. */
  stepped(phase: Phase, done: number, durationMs: number): void;
  /** Judges the model on the validation images, saves it, and reports both. */
  save(phase: Phase, epoch: number, step: number): Promise<void>;
}
