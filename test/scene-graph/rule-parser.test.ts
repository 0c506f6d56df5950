import { describe, expect, it } from 'vitest';
import { read } from './support.ts';

type Case = readonly [text: string, objects: readonly string[], relations: readonly string[]];

const cases = (list: readonly Case[]) =>
  it.each(list)('%s', (text, objects, relations) => {
    expect(read(text)).toEqual({ objects, relations });
  });

describe('counts', () => {
  cases([
    ['Three red barns stand next to a pond.', ['3 barn (red)', 'pond'], ['barn > stand next to > pond']],
    ['There are 14 sailboats in the marina.', ['14 sailboat', 'marina'], ['sailboat > in > marina']],
    ['Twenty-one tanks are near 1,200 houses.', ['21 tank', '1200 house'], ['tank > near > house']],
    ['A pair of ferries are docked at the pier.', ['2 ferry', 'pier'], ['ferry > docked at > pier']],
    ['A dozen kayaks lie on the sand.', ['12 kayak', 'sand'], ['kayak > lie on > sand']],
    ['Two hundred sheep are on the hill.', ['200 sheep', 'hill'], ['sheep > on > hill']],
    ['A lot of cottages lie along the canal.', ['4– cottage', 'canal'], ['cottage > lie along > canal']],
    ['Lots of cars are parked beside a warehouse.', ['4– car', 'warehouse'], ['car > parked beside > warehouse']],
    ['Several cranes are on the quay.', ['3– crane', 'quay'], ['crane > on > quay']],
    ['A few tents are scattered in the desert.', ['2–5 tent', 'desert'], ['tent > scattered in > desert']],
    ['Dozens of boats are moored in the harbor.', ['24– boat', 'harbor'], ['boat > moored in > harbor']],
    ['More than ten planes are parked at the airport.', ['11– plane', 'airport'], ['plane > parked at > airport']],
    ['Some trucks are on the bridge.', ['truck', 'bridge'], ['truck > on > bridge']],
  ]);
});

describe('what parsers of captions stumble over', () => {
  cases([
    ['Long, straight, narrow rows of vines.', ['vine'], []],
    ['A saddle shaped pond and yellow roofed barns.', ['pond (saddle shaped)', 'barn (yellow roofed)'], []],
    [
      'A big barge and a small one are docked at the pier with some cranes beside it.',
      ['barge (big, small)', 'pier', 'crane'],
      ['barge > docked at > pier', 'pier > with > crane', 'crane > beside > barge'],
    ],
    ['The meadow does not have any tree.', ['meadow'], []],
    [
      'A canal with a bridge over it and some barges in it.',
      ['canal', 'bridge', 'barge'],
      ['canal > with > bridge', 'bridge > over > canal', 'barge > in > canal'],
    ],
    ['Three crane span the dock.', ['3 crane', 'dock'], ['crane > span > dock']],
  ]);
});

describe('rows and other pieces are counts of what they hold when they are counted', () => {
  cases([
    ['Rows of trees line the avenue.', ['tree', 'avenue'], ['tree > line > avenue']],
    [
      'Two rows of greenhouses are surrounded by farmland.',
      ['2– greenhouse', 'farmland'],
      ['greenhouse > surrounded by > farmland'],
    ],
    ['Two pieces of farmland are near a village.', ['2 farmland', 'village'], ['farmland > near > village']],
  ]);
});

describe('where things are', () => {
  cases([
    ['A lake is surrounded by dense forest.', ['lake', 'forest (dense)'], ['lake > surrounded by > forest']],
    ['A stadium next to a parking lot.', ['stadium', 'parking lot'], ['stadium > next to > parking lot']],
    ['Many houses are on both sides of the railway.', ['4– house', 'railway'], ['house > on both sides of > railway']],
    [
      'A small lighthouse stands at the edge of the cliff.',
      ['lighthouse (small)', 'cliff'],
      ['lighthouse > stand at the edge of > cliff'],
    ],
    [
      'A road between a quarry and a vineyard.',
      ['road', 'quarry', 'vineyard'],
      ['road > between > quarry', 'road > between > vineyard'],
    ],
    ['Under the bridge is a boat.', ['bridge', 'boat'], ['boat > under > bridge']],
    [
      'There is a church with a red roof near a river.',
      ['church', 'roof (red)', 'river'],
      ['church > with > roof', 'church > near > river'],
    ],
    [
      'A dark green meadow with a light grey road through it.',
      ['meadow (dark green)', 'road (light grey)'],
      ['meadow > with > road', 'road > through > meadow'],
    ],
    ['A huge boat sailing in the river.', ['boat (huge)', 'river'], ['boat > sail in > river']],
  ]);
});

describe('names of more than one word, lists, namesakes', () => {
  cases([
    [
      'An oil tank, a tennis court and a swimming pool are near a football field.',
      ['oil tank', 'tennis court', 'swimming pool', 'football field'],
      [
        'oil tank > near > football field',
        'tennis court > near > football field',
        'swimming pool > near > football field',
      ],
    ],
    [
      'Two white airplanes and one gray airplane are parked on the apron.',
      ['2 airplane (white)', '1 airplane (gray)', 'apron'],
      ['airplane > parked on > apron', 'airplane > parked on > apron'],
    ],
    ['A river. The river is brown.', ['river (brown)'], []],
    ['Some trees are around the parkinglot.', ['tree', 'parking lot'], ['tree > around > parking lot']],
  ]);
});

describe('what is not in the image', () => {
  cases([
    ['There is no car in the yard.', ['yard'], []],
    ['A field without trees.', ['field'], []],
    ['It looks like a palette.', [], []],
    ['A white plane in the image .', ['plane (white)'], []],
  ]);
});
