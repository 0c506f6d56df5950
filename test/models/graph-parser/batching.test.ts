import { afterAll, beforeAll, expect, it } from 'vitest';
import { GraphParserNetwork } from '../../../main/models/graph-parser/network.ts';
import { SentenceReader } from '../../../main/models/graph-parser/reader.ts';
import { type Scalar, tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { batchOf } from '../../../main/training/graph-parser/batches.ts';
import { graphLoss } from '../../../main/training/graph-parser/loss.ts';
import { leftOver } from '../../tensor/ops/finite-differences.ts';
import { shortTraining, smallCorpus } from '../../training/graph-parser/support.ts';
import { expectNothingLeft } from '../left-over.ts';
import { expectLossOfRows, expectRowsAlone } from '../padded-batch.ts';

// A batch holds sentences of one length: the network never sees padding, and there is none to hide.

const { examples, vocabulary, labels } = smallCorpus();
const make = (): GraphParserNetwork => new GraphParserNetwork(shortTraining.network, vocabulary, labels, 3);
/** Three different captions of four words, some with a relation. */
const chosen = [...new Map(examples.map((example) => [example.words.join(' '), example])).values()]
  .filter(({ words }) => words.length === 4)
  .slice(0, 3);
const all = [0, 1, 2];
const words = 5;

const batch = (rows: readonly number[]) =>
  batchOf(
    rows.map((row) => chosen[row]!),
    vocabulary,
    0,
    new Random(1),
  );
const lossOf = (network: GraphParserNetwork, rows: readonly number[]): Scalar => graphLoss(network, batch(rows), null);

let network: GraphParserNetwork;
beforeAll(() => {
  network = make();
});
afterAll(() => network.dispose());

it('three sentences of a batch have the scores of three batches of one: of words, of pairs and of relations’ wording', () => {
  expect(chosen).toHaveLength(3);
  const scores = (rows: readonly number[]): Float32Array[] =>
    tf.tidy(() => {
      const { different, positions, length } = batch(rows);
      expect(length).toBe(words);
      const of = network.score(network.embed(different, positions, length), null);
      // The pair of the second and the last word of each sentence.
      const pairs = Int32Array.from(rows, (_, row) => row * length ** 2 + length + length - 1);
      const { templates, verbs } = network.scorePredicates(of, pairs, null);
      return [of.hidden, of.operations, of.joins, of.links, templates, verbs].map(
        (each) => each.dataSync().slice() as Float32Array,
      );
    });
  const alone = all.map((row) => scores([row]));
  const places = [words, words, words, words ** 2, 1, 1];
  for (const [at, together] of scores(all).entries())
    expectRowsAlone(
      together,
      alone.map((each) => each[at]!),
      all.map(() => places[at]!),
    );
});

it('and the mean of their losses, and every gradient', () => {
  const alone = all.map((row) => ({ loss: () => lossOf(network, [row]), tokens: 1 }));
  expectLossOfRows(network, () => lossOf(network, all), alone);
});

it('no use of it leaves tensors behind, nor does reading sentences of several lengths', () => {
  expectNothingLeft({
    make,
    forward: (one) => {
      const { different, positions, length } = batch(all);
      return one.score(one.embed(different, positions, length), null).links;
    },
    loss: (one) => lossOf(one, all),
  });
  const reader = new SentenceReader(network, vocabulary, labels);
  const sentences = examples.slice(0, 7).map((example) => example.words);
  expect(leftOver(() => expect(reader.read(sentences)).toHaveLength(7))).toBe(0);
});
