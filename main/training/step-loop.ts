import { AppError } from '../errors/app-error.ts';
import type { Random } from '../tensor/random.ts';
import { isCheckpointEpoch } from './checkpoint-epochs.ts';
import type { OptimizerConfig } from './config/training-config.ts';
import type { StepFigures } from './cross-entropy.ts';
import { epochBatches } from './epoch-order.ts';
import { learningRateAt } from './schedule.ts';
import type { TrainingContext, TrainingImage } from './training-context.ts';
import { type Phase, StopRequested } from './training-port.ts';

export interface StepLoop {
  readonly phase: Phase;
  /** The name of its settings in the configuration, for messages. */
  readonly settings: 'crossEntropy' | 'scst';
  readonly config: OptimizerConfig & { readonly epochs: number; readonly imagesPerStep: number };
  /** Orders the images of each epoch. */
  readonly order: Random;
  /**
   * Learns from one batch; `step` counts from 0. Returns figures by name: the loss, the norm of its gradient, and what
   * else is to be drawn as curves.
   */
  take(images: readonly TrainingImage[], step: number, learningRate: number): StepFigures & Record<string, number>;
}

/**
 * Runs the epochs of a phase: a point after each step, a checkpoint after each epoch and at a stop. Throws `StopRequested`
 * when it was asked to stop, and AppError `bad_input` when the loss is no longer a number.
 */
export async function runSteps(context: TrainingContext, loop: StepLoop): Promise<void> {
  const { phase, config, order } = loop;
  let step = 0;
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    const batches = epochBatches(context.train, config.imagesPerStep, order);
    const totalSteps = config.epochs * batches.length;
    for (const [at, images] of batches.entries()) {
      const startedMs = performance.now();
      const learningRate = learningRateAt(step, totalSteps, config);
      const figures = loop.take(images, step, learningRate);
      step++;
      if (!Number.isFinite(figures.loss) || !Number.isFinite(figures.gradientNorm)) throw unstable(step, loop.settings);
      const done = epoch + (at + 1) / batches.length;
      context.reporter.point({ phase, step, epoch: done, values: { ...figures, learningRate } });
      context.stepped(phase, step, performance.now() - startedMs);
      try {
        await context.control.turn();
      } catch (error) {
        if (error instanceof StopRequested) await context.save(phase, done, step);
        throw error;
      }
    }
    if (isCheckpointEpoch(epoch, config.epochs, batches.length)) await context.save(phase, epoch + 1, step);
  }
}

function unstable(step: number, settings: StepLoop['settings']): AppError {
  return new AppError(
    'bad_input',
    `Training became unstable: at step ${step} the loss was no longer a number. Lower the setting ${settings}.learningRate.`,
  );
}
