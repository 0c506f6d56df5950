import { describe, expect, it } from 'vitest';
import { GraphParserNetwork } from '../../../main/models/graph-parser/network.ts';
import { SentenceReader } from '../../../main/models/graph-parser/reader.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { batchOf } from '../../../main/training/graph-parser/batches.ts';
import { graphLoss } from '../../../main/training/graph-parser/loss.ts';
import { leftOver } from '../../tensor/ops/finite-differences.ts';
import { shortTraining, smallCorpus } from '../../training/graph-parser/support.ts';
import { allRows, itTakesThreeAsOneByOne } from '../batch-of-three.ts';
import { expectRowsAlone } from '../padded-batch.ts';

// A batch holds sentences of one length: the network never sees padding, and there is none to hide.

const { examples, vocabulary, labels } = smallCorpus();
const make = (): GraphParserNetwork => new GraphParserNetwork(shortTraining.network, vocabulary, labels, 3);
/** Three different captions of four words, some with a relation. */
const chosen = [...new Map(examples.map((example) => [example.words.join(' '), example])).values()]
  .filter(({ words }) => words.length === 4)
  .slice(0, 3);
/** The words with the virtual one before them. */
const places = 5;

const batch = (rows: readonly number[]) =>
  batchOf(
    rows.map((row) => chosen[row]!),
    vocabulary,
    0,
    new Random(1),
  );

describe('the graph parser’s network', () => {
  itTakesThreeAsOneByOne<GraphParserNetwork>({
    make,
    outputs: (network, rows) => {
      const { different, positions, length } = batch(rows);
      return network.score(network.embed(different, positions, length), null).hidden;
    },
    lengths: [places, places, places],
    loss: (network, rows) => graphLoss(network, batch(rows), null),
    tokens: [1, 1, 1],
  });
});

it('three sentences have the scores of each alone: of words, of pairs and of relations’ wording', () => {
  expect(chosen).toHaveLength(3);
  const network = make();
  const scores = (rows: readonly number[]): Float32Array[] =>
    tf.tidy(() => {
      const { different, positions, length } = batch(rows);
      expect(length).toBe(places);
      const of = network.score(network.embed(different, positions, length), null);
      // The pair of the second and the last word of each sentence.
      const pairs = Int32Array.from(rows, (_, row) => row * length ** 2 + length + length - 1);
      const { templates, verbs } = network.scorePredicates(of, pairs, null);
      return [of.operations, of.joins, of.links, templates, verbs].map(
        (each) => each.dataSync().slice() as Float32Array,
      );
    });
  const alone = allRows.map((row) => scores([row]));
  const rowsOfOne = [places, places, places ** 2, 1, 1];
  for (const [at, together] of scores(allRows).entries())
    expectRowsAlone(
      together,
      alone.map((each) => each[at]!),
      allRows.map(() => rowsOfOne[at]!),
    );
  network.dispose();
});

it('reading sentences of several lengths leaves no tensors behind', () => {
  const network = make();
  const reader = new SentenceReader(network, vocabulary, labels);
  const sentences = examples.slice(0, 7).map(({ words }) => words);
  expect(leftOver(() => expect(reader.read(sentences)).toHaveLength(7))).toBe(0);
  network.dispose();
});
