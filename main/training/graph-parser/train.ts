import path from 'node:path';
import { narrowToHalves, widenHalves } from '../../checkpoint/float-formats.ts';
import { AppError } from '../../errors/app-error.ts';
import type { FactualTools } from '../../metrics/factual/evaluate.ts';
import type { GoldCaption } from '../../metrics/factual/gold-file.ts';
import { type ParserModel, saveParserModel } from '../../models/graph-parser/folder.ts';
import { GraphParserNetwork } from '../../models/graph-parser/network.ts';
import { vectorWidth } from '../../models/graph-parser/word-embeddings.ts';
import { tf } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import { Random } from '../../tensor/random.ts';
import { AdamW } from '../adamw.ts';
import { learningRateAt } from '../schedule.ts';
import { augmented } from './augment.ts';
import { MovingAverage } from './average.ts';
import { batchOf, lengthBatches } from './batches.ts';
import type { ParserTraining } from './config.ts';
import type { ParserCorpus } from './corpus.ts';
import type { Example } from './examples.ts';
import { judgeParser } from './judge.ts';
import { graphLoss } from './loss.ts';
import { PooledDropout } from './pooled-dropout.ts';
import { readProgress, restoreTraining, saveTraining, type TrainingProgress } from './state.ts';

export interface ParserTrainingJob {
  readonly config: ParserTraining;
  readonly corpus: ParserCorpus;
  /** Captions that choose the best epoch. */
  readonly dev: readonly GoldCaption[];
  readonly tools: FactualTools;
  /** Receives the training's state and, in `best`, the parser of the best epoch so far. */
  readonly directory: string;
  /** Goes into the parser's weights as metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly report: (line: string) => void;
}

/**
 * Trains a parser, or goes on where a training in `directory` stopped: the state is saved after each epoch, and an epoch's
 * draws depend on seed and epoch alone, so an interrupted training ends as an uninterrupted one. Returns the scores of
 * the best epoch on `dev`.
 */
export function trainParser(job: ParserTrainingJob): { readonly setMatch: number } {
  const { config, corpus, directory } = job;
  const make = (): GraphParserNetwork =>
    new GraphParserNetwork(config.network, corpus.vocabulary, corpus.labels, config.seed);
  const network = make();
  const average = make();
  for (const each of [network, average]) setVectors(each, corpus.vectorTable);
  const optimizer = new AdamW(network.trainableParameters(), config);
  const parts = { network, average, optimizer };
  const means = new MovingAverage(average.trainableParameters(), network.trainableParameters(), config.averageDecay);
  let progress: TrainingProgress = { config, epoch: 0, step: 0, updates: 0, bestSetMatch: -1 };
  const saved = readProgress(directory);
  if (saved) {
    restoreTraining(directory, parts);
    progress = { ...saved, config };
    means.updates = saved.updates;
    job.report(`Going on after epoch ${saved.epoch}.`);
  }
  try {
    while (progress.epoch < config.epochs) {
      progress = trainEpoch(job, parts, means, progress);
      progress = judge(job, average, progress);
      saveTraining(directory, parts, progress);
    }
  } finally {
    optimizer.dispose();
    network.dispose();
    average.dispose();
  }
  return { setMatch: progress.bestSetMatch };
}

function trainEpoch(
  job: ParserTrainingJob,
  { network, optimizer }: { readonly network: GraphParserNetwork; readonly optimizer: AdamW },
  means: MovingAverage,
  progress: TrainingProgress,
): TrainingProgress {
  const { config, corpus } = job;
  const random = new Random(config.seed * 1000 + progress.epoch);
  const dropout =
    config.dropout > 0
      ? new PooledDropout(config.dropout, new Random(config.seed * 1000 + 500 + progress.epoch))
      : null;
  const silver = random.shuffled(corpus.silver).slice(0, config.silverPerEpoch);
  const drawn: readonly Example[] = [...corpus.examples, ...silver];
  const examples = augmented(drawn, corpus.augment, random);
  const batches = lengthBatches(examples, { positions: config.positionsPerStep, pairs: config.pairsPerStep }, random);
  let { step } = progress;
  const startedMs = performance.now();
  let loss = 0;
  for (const [at, batch] of batches.entries()) {
    // An epoch's number of steps changes a little with its draws; the schedule goes by the share of epochs done.
    const done = (progress.epoch + at / batches.length) / config.epochs;
    const totalSteps = config.epochs * batches.length;
    const rate = learningRateAt(step < config.warmUpSteps ? step : Math.round(done * totalSteps), totalSteps, config);
    const value = trainStep(
      network,
      optimizer,
      batchOf(batch, corpus.vocabulary, config.wordDropout, random),
      dropout,
      rate,
    );
    if (!Number.isFinite(value)) throw new AppError('internal', `The loss became ${value} in step ${step}.`);
    loss += value;
    step++;
    if (step % averageEvery === 0) means.update();
    if (at % 50 === 49)
      job.report(
        `epoch ${progress.epoch + 1} step ${at + 1}/${batches.length} loss ${(loss / (at + 1)).toFixed(3)} ` +
          `rate ${rate.toExponential(2)} ${((performance.now() - startedMs) / (at + 1)).toFixed(0)} ms a step`,
      );
  }
  dropout?.dispose();
  return { ...progress, epoch: progress.epoch + 1, step, updates: means.updates };
}

/** Averaging after every other step changes nothing that is measurable and takes half the time. */
const averageEvery = 2;

function trainStep(
  network: GraphParserNetwork,
  optimizer: AdamW,
  batch: ReturnType<typeof batchOf>,
  dropout: Dropout | null,
  learningRate: number,
): number {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => graphLoss(network, batch, dropout), optimizer.variables);
    optimizer.step(grads, learningRate);
    return value.dataSync()[0]!;
  });
}

function judge(job: ParserTrainingJob, average: GraphParserNetwork, progress: TrainingProgress): TrainingProgress {
  const { corpus } = job;
  const model: ParserModel = {
    network: average,
    vocabulary: corpus.vocabulary,
    labels: corpus.labels,
    metadata: job.metadata,
  };
  const { setMatch, spice } = judgeParser(model, job.dev, job.tools);
  job.report(`epoch ${progress.epoch}: set match ${setMatch.toFixed(2)}, SPICE F ${spice.toFixed(2)}`);
  if (setMatch <= progress.bestSetMatch) return progress;
  saveParserModel(model, path.join(job.directory, 'best'), 'F16');
  return { ...progress, bestSetMatch: setMatch };
}

/** Vectors are rounded as they will be stored, so that training and use see the same. */
function setVectors(network: GraphParserNetwork, table: Float32Array): void {
  const variable = new Map(network.namedParameters()).get('words.vectors.table')!;
  const rows = widenHalves(narrowToHalves(table));
  tf.tidy(() => variable.assign(tf.tensor2d(rows, [rows.length / vectorWidth, vectorWidth])));
}
