import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FactualLemmatizer } from '../../../main/metrics/factual/lemmatize.ts';
import { FactualSynonyms } from '../../../main/metrics/factual/synonyms.ts';
import { loadParserModel } from '../../../main/models/graph-parser/folder.ts';
import { GraphParserNetwork } from '../../../main/models/graph-parser/network.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { MovingAverage } from '../../../main/training/graph-parser/average.ts';
import { batchOf, lengthBatches } from '../../../main/training/graph-parser/batches.ts';
import type { ParserTraining } from '../../../main/training/graph-parser/config.ts';
import { judgeParser } from '../../../main/training/graph-parser/judge.ts';
import { graphLoss } from '../../../main/training/graph-parser/loss.ts';
import { PooledDropout } from '../../../main/training/graph-parser/pooled-dropout.ts';
import { trainParser } from '../../../main/training/graph-parser/train.ts';
import { gold, shortTraining, smallCorpus } from './support.ts';

const corpus = smallCorpus();
const tools = { lemmatizer: new FactualLemmatizer(), synonyms: new FactualSynonyms(new Map(), new Map()) };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-parser-training-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function train(name: string, config: ParserTraining): Buffer {
  const directory = path.join(folder, name);
  trainParser({ config, corpus, dev: gold, tools, directory, metadata: {}, report: () => undefined });
  return readFileSync(path.join(directory, 'training.safetensors'));
}

it('training learns the captions it is shown', () => {
  const directory = path.join(folder, 'learns');
  const { setMatch } = trainParser({
    config: {
      ...shortTraining,
      epochs: 24,
      learningRate: 0.03,
      dropout: 0,
      averageDecay: 0.5,
      thingRate: 0,
      attributeRate: 0,
      joinRate: 0,
    },
    corpus,
    dev: gold,
    tools,
    directory,
    metadata: { version: '1' },
    report: () => undefined,
  });
  expect(setMatch).toBeGreaterThan(90);
  const model = loadParserModel(path.join(directory, 'best'));
  expect(judgeParser(model, gold, tools).setMatch).toBeCloseTo(setMatch, 6);
  model.network.dispose();
});

it('a training that was interrupted ends as one that was not, to the bit', () => {
  const before = tf.memory().numTensors;
  const whole = train('whole', shortTraining);
  // The schedule goes by the share of all epochs, so the first half must know of both: it is stopped by throwing.
  const directory = path.join(folder, 'halves');
  const stopAfterOne = (line: string): void => {
    if (line.startsWith('Going on')) return;
    if (line.startsWith('epoch 2')) throw new Error('stopped');
  };
  const job = { config: shortTraining, corpus, dev: gold, tools, directory, metadata: {} };
  expect(() => trainParser({ ...job, report: stopAfterOne })).toThrow('stopped');
  const lines: string[] = [];
  trainParser({ ...job, report: (line) => lines.push(line) });
  expect(lines[0]).toBe('Going on after epoch 1.');
  expect(readFileSync(path.join(directory, 'training.safetensors')).equals(whole)).toBe(true);
  expect(tf.memory().numTensors).toBe(before);
});

it('the loss falls along its gradient as much as its length says', () => {
  const network = new GraphParserNetwork(shortTraining.network, corpus.vocabulary, corpus.labels, 3);
  const [examples] = lengthBatches(corpus.examples, { positions: 40, pairs: 400 }, new Random(1));
  const batch = batchOf(examples!, corpus.vocabulary, 0, new Random(1));
  const parameters = [...network.trainableParameters().values()];
  tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => graphLoss(network, batch, null), parameters);
    const squared = parameters.reduce((sum, { name }) => sum + tf.sum(tf.square(grads[name]!)).dataSync()[0]!, 0);
    // f(x) − f(x − h·g) = h·|g|² − O(h²), for a step h small enough and a fall large enough for 32-bit floats.
    const h = 1e-3 / Math.sqrt(squared);
    for (const variable of parameters) variable.assign(tf.sub(variable, tf.mul(grads[variable.name]!, h)));
    const fall = value.dataSync()[0]! - graphLoss(network, batch, null).dataSync()[0]!;
    expect(fall / (h * squared)).toBeGreaterThan(0.9);
    expect(fall / (h * squared)).toBeLessThan(1.1);
  });
  network.dispose();
});

it('a batch without relations gives every parameter a gradient', () => {
  const network = new GraphParserNetwork(shortTraining.network, corpus.vocabulary, corpus.labels, 3);
  const alone = corpus.examples.filter(({ labels }) => labels.relations.length === 0).slice(0, 1);
  expect(alone).toHaveLength(1);
  const batch = batchOf(alone, corpus.vocabulary, 0, new Random(1));
  const parameters = [...network.trainableParameters().values()];
  tf.tidy(() => {
    const { grads } = tf.variableGrads(() => graphLoss(network, batch, null), parameters);
    expect(parameters.filter(({ name }) => !grads[name])).toEqual([]);
  });
  network.dispose();
});

it('masks drop the share they are asked to and keep the mean at 1', () => {
  const dropout = new PooledDropout(0.25, new Random(5));
  const values = Array.from(tf.tidy(() => dropout.mask([200, 300]).dataSync()));
  const dropped = values.filter((value) => value === 0).length / values.length;
  expect(dropped).toBeCloseTo(0.25, 2);
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(1, 2);
  dropout.dispose();
});

it('averages follow by the decay, faster at first', () => {
  tf.tidy(() => {
    const average = tf.variable(tf.tensor1d([0]));
    const parameter = tf.variable(tf.tensor1d([10]));
    const means = new MovingAverage(new Map([['x', average]]), new Map([['x', parameter]]), 0.5);
    // Decay 1/10 at first: 0 + 0.9 · 10. Then 2/11: 9 + 9/11 · 1.
    means.update();
    expect(average.dataSync()[0]).toBeCloseTo(9, 5);
    means.update();
    expect(average.dataSync()[0]).toBeCloseTo(9 + 9 / 11, 5);
    average.dispose();
    parameter.dispose();
  });
});
