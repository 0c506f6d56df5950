import { openDictionary } from '../../../main/models/graph-parser/dictionary.ts';
import { parserTrainingSchema } from '../../../main/training/graph-parser/config.ts';
import { makeCorpus, type ParserCorpus } from '../../../main/training/graph-parser/corpus.ts';
import { smallConfig } from '../../models/graph-parser/small-parser.ts';

/** A few captions in FACTUAL's manner, repeated so that their words are common. */
export const gold = Array.from({ length: 6 }, () => [
  { caption: 'two dogs run on the grass .', graph: '( dogs , is , 2 ) , ( dogs , run on , grass )' },
  {
    caption: 'a red car under a tall tree',
    graph: '( car , is , red ) , ( tree , is , tall ) , ( car , under , tree )',
  },
  { caption: 'a surf board on the beach', graph: '( surfboard , on , beach )' },
  { caption: 'guy with a hat', graph: '( person , wear , hat )' },
  { caption: 'guy near a tree', graph: '( person , near , tree )' },
  { caption: 'house surrounded by trees', graph: '( trees , surround , house )' },
  { caption: 'a tennis court', graph: '( tennis court )' },
]).flat();

export const shortTraining = parserTrainingSchema.parse({
  network: smallConfig,
  epochs: 2,
  positionsPerStep: 64,
  warmUpSteps: 2,
  learningRate: 0.01,
  joinRate: 0.3,
  silverPerEpoch: 4,
});

/** A corpus of a few captions, and one caption that another parser has read. */
export function smallCorpus(): ParserCorpus {
  const text = 'Many planes near a terminal .';
  const object = (name: string, surface: string, start: number) => ({
    name,
    surface,
    spans: [[start, start + surface.length] as const],
    count: null,
    attributes: [],
  });
  const graph = {
    objects: [object('plane', 'planes', 5), object('terminal', 'terminal', 19)],
    relations: [{ subject: 0, predicate: 'near', object: 1, span: [12, 16] as const }],
  };
  return makeCorpus(gold, [{ text, graph }], shortTraining, null, openDictionary());
}
