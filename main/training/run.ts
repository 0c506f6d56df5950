import path from 'node:path';
import { AppError } from '../errors/app-error.ts';
import type { Checkpoint, WorkerImage } from '../jobs/worker-protocol.ts';
import { FeatureStore } from '../models/features/feature-store.ts';
import { markTower } from '../models/library/tower-mark.ts';
import type { Parse } from '../rewards/corpus.ts';
import { tokenizePtb } from '../text/ptb-tokenizer.ts';
import { isBestSoFar } from './config/best-checkpoint.ts';
import { trainingSplits } from './config/splits.ts';
import type { TrainingConfig } from './config/training-config.ts';
import { crossEntropyPhase } from './cross-entropy-phase.ts';
import { stepsPerEpoch } from './epoch-order.ts';
import type { Learner } from './learner.ts';
import { selfCriticalPhase } from './self-critical-phase.ts';
import { startingLearner } from './starting-learner.ts';
import { TimeLeft } from './time-left.ts';
import type { TrainingContext, TrainingImage } from './training-context.ts';
import { type Phase, StopRequested, type TrainingControl, type TrainingReporter } from './training-port.ts';
import { validate } from './validate.ts';

export interface TrainingJob {
  readonly images: readonly WorkerImage[];
  readonly config: TrainingConfig;
  /** The model to begin with; not looked at where new weights are drawn. */
  readonly modelDirectory: string;
  readonly weights?: string | undefined;
  readonly fineTuned?: readonly string[] | undefined;
  readonly runDirectory: string;
  readonly cacheDirectory: string;
  readonly parse: Parse;
}

/** Validation captions that are shown as they change over the epochs. */
const shownSamples = 12;
const stages: Readonly<Record<Phase, string>> = {
  'cross-entropy': 'Cross-entropy',
  scst: 'Self-critical training',
};
/** Step times before one was measured, as multiples of another kind's: measured on two cores with the default preset. */
const stepRatios = {
  'cross-entropy': { to: 'features', ratio: 1.3 },
  scst: { to: 'cross-entropy', ratio: 3 },
};

/**
 * Trains: features of the frozen tower, cross-entropy, then self-critical training from the best checkpoint so far.
 * Returns whether it was stopped before its end; what it had learned is saved then too. Throws AppError `bad_input` for a
 * dataset that cannot be trained on, and what reading images and writing checkpoints throws.
 */
export async function trainRun(
  job: TrainingJob,
  reporter: TrainingReporter,
  control: TrainingControl,
): Promise<{ readonly stopped: boolean }> {
  const { config } = job;
  const splits = trainingSplits(job.images);
  const train = splits.train.map(withWords).filter(({ words }) => words.length > 0);
  if (train.length === 0)
    throw new AppError('bad_input', 'There is nothing to train on: no image of the train split has a caption.');
  const timeLeft = new TimeLeft(stepRatios);
  const steps = {
    'cross-entropy': config.crossEntropy.epochs * stepsPerEpoch(train.length, config.crossEntropy.imagesPerStep),
    scst: config.scst.epochs * stepsPerEpoch(train.length, config.scst.imagesPerStep),
  };
  // Before the images are prepared: a model that cannot be read is told at once, not after minutes of work.
  const place = { directory: job.modelDirectory, weights: job.weights, fineTuned: job.fineTuned };
  const learner = startingLearner(
    config,
    place,
    train.flatMap(({ words }) => words),
  );
  try {
    const store = new FeatureStore(job.cacheDirectory, learner.tower);
    markTower(job.cacheDirectory, place, learner.tower.id);
    await prepareFeatures(store, splits, config, timeLeft, steps, reporter, control);
    learner.standardise(
      store,
      train.map(({ id }) => id),
    );
    const checkpoints = new Checkpoints(learner, job, store, splits.val, reporter);
    const context: TrainingContext = {
      config,
      learner,
      store,
      train,
      parse: job.parse,
      reporter,
      control,
      stepped(phase, done, durationMs) {
        timeLeft.took(phase, durationMs);
        const remaining = { ...steps, [phase]: steps[phase] - done };
        if (phase === 'scst') remaining['cross-entropy'] = 0;
        reporter.progress(stages[phase], done, steps[phase], timeLeft.seconds(remaining));
      },
      save: (phase, epoch, step) => checkpoints.save(phase, epoch, step),
    };
    await crossEntropyPhase(context);
    if (config.scst.epochs > 0) {
      // Without cross-entropy the starting model is what has to be beaten.
      if (config.crossEntropy.epochs === 0) await checkpoints.save('scst', 0, 0);
      // Self-critical training refines what cross-entropy did best, not what it did last.
      checkpoints.restoreBest();
      await selfCriticalPhase(context);
    }
    return { stopped: false };
  } catch (error) {
    if (error instanceof StopRequested) return { stopped: true };
    throw error;
  } finally {
    learner.dispose();
  }
}

/** Captions without a word (a lone full stop) are left out: they would teach the model to say nothing. */
function withWords({ id, captions, detected }: WorkerImage): TrainingImage {
  const tokenized = captions
    .map((text) => ({ text, words: tokenizePtb(text) }))
    .filter(({ words }) => words.length > 0);
  return { id, captions: tokenized.map(({ text }) => text), words: tokenized.map(({ words }) => words), detected };
}

async function prepareFeatures(
  store: FeatureStore,
  splits: { readonly train: readonly WorkerImage[]; readonly val: readonly WorkerImage[] },
  config: TrainingConfig,
  timeLeft: TimeLeft,
  steps: Readonly<Record<Phase, number>>,
  reporter: TrainingReporter,
  control: TrainingControl,
): Promise<void> {
  const total = splits.train.length + splits.val.length;
  let before = performance.now();
  const report = (offset: number) => async (done: number, _: number, computed: boolean) => {
    // What is read from the cache says nothing about how long a training step will take.
    const kind = computed ? 'features' : 'cachedFeatures';
    timeLeft.took(kind, performance.now() - before);
    reporter.progress(
      'Preparing images',
      offset + done,
      total,
      timeLeft.seconds({ ...steps, [kind]: total - offset - done }),
    );
    await control.turn();
    before = performance.now();
  };
  await store.prepare(splits.train, config.views, report(0));
  await store.prepare(splits.val, 1, report(splits.train.length));
}

/** The saved models of a run and which of them is the best. */
class Checkpoints {
  readonly #learner: Learner;
  readonly #job: TrainingJob;
  readonly #store: FeatureStore;
  readonly #val: readonly WorkerImage[];
  readonly #reporter: TrainingReporter;
  #best: Checkpoint | undefined;

  constructor(
    learner: Learner,
    job: TrainingJob,
    store: FeatureStore,
    val: readonly WorkerImage[],
    reporter: TrainingReporter,
  ) {
    this.#learner = learner;
    this.#job = job;
    this.#store = store;
    this.#val = val;
    this.#reporter = reporter;
  }

  async save(phase: Phase, epoch: number, step: number): Promise<void> {
    const { metrics, captions } = await validate({
      model: this.#learner.captioner,
      store: this.#store,
      images: this.#val,
      maxNewTokens: this.#job.config.maxNewTokens,
      parse: this.#job.parse,
      imagesAtOnce: this.#learner.imagesAtOnce,
      onBatch: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const name = `${phase === 'scst' ? 'scst' : 'ce'}-${String(step).padStart(6, '0')}`;
    const directory = path.join(this.#job.runDirectory, 'checkpoints', name);
    this.#learner.save(directory, {
      phase,
      epoch: String(epoch),
      step: String(step),
      config: JSON.stringify(this.#job.config),
      // For the project, should nobody be there to be told of it (`unwatchedCheckpoints`).
      metrics: JSON.stringify(metrics),
    });
    const best = isBestSoFar({ metrics }, this.#best);
    const checkpoint: Checkpoint = { name, phase, epoch, step, directory, metrics, best };
    if (best) this.#best = checkpoint;
    this.#reporter.samples(phase, epoch, evenly(captions, shownSamples));
    this.#reporter.checkpoint(checkpoint);
  }

  /** Puts the best weights back into the model. */
  restoreBest(): void {
    if (this.#best) this.#learner.restore(this.#best.directory);
  }
}

/** At most `count` items, spread evenly over all of them. */
function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]!);
}
