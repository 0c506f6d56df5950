import { describe, expect, it } from 'vitest';
import { predicateForm } from '../../../main/scene-graph/predicate-form.ts';
import { graph, object, parser } from '../support.ts';
import { evaluate, longWords } from './evaluate.ts';
import { goldCases, readGold } from './read-gold.ts';
import { addScore, countsRight, emptyScore, f1 } from './score-gold.ts';

const tune = goldCases('tune');
const heldOut = goldCases('held-out');

describe.skipIf(tune === undefined || heldOut === undefined)('the gold graphs', () => {
  it('are at least 150, at least 50 of them long, and no caption is in both halves', () => {
    const all = [...(tune ?? []), ...(heldOut ?? [])];
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(all.filter(({ words }) => words >= longWords).length).toBeGreaterThanOrEqual(50);
    expect(Math.abs(tune!.length - heldOut!.length)).toBeLessThanOrEqual(0.1 * all.length);
    const texts = all.map(({ text }) => text.trim().toLowerCase());
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('are read by the rules: objects, counts, attributes and relations of the half that nobody tuned on', async () => {
    const { all } = await evaluate(parser, heldOut!);
    expect(f1(all.objects)).toBeGreaterThanOrEqual(0.95);
    expect(f1(all.relations)).toBeGreaterThanOrEqual(0.75);
    expect(f1(all.attributes)).toBeGreaterThanOrEqual(0.85);
    expect(countsRight(all.counts)).toBeGreaterThanOrEqual(0.9);
  });
});

describe('scoring', () => {
  const gold = (objects: string, relations = '') => ({
    id: 'here',
    text: '',
    words: 3,
    ...readGold(objects, relations),
  });
  const scored = (...args: Parameters<typeof addScore> extends [unknown, ...infer R] ? R : never) => {
    const score = emptyScore();
    addScore(score, ...args);
    return score;
  };

  it('two of three objects found and one made up: F1 = 2 · 2 ÷ (2 · 2 + 1 + 1) = 0.667', () => {
    const { objects } = scored(gold('plane; road; tower'), graph([object('airplane'), object('road'), object('ship')]));
    expect(objects.right).toBe(2);
    expect(objects.missed).toEqual(['tower  [here]']);
    expect(objects.invented).toEqual(['ship  [here]']);
    expect(f1(objects)).toBeCloseTo(2 / 3, 12);
  });

  it('a count that nobody states is as wrong as one that was missed: 1 of 3 right', () => {
    const own = graph([object('plane', 2), object('road', 1), object('tower')]);
    const { counts } = scored(gold('2 plane; road; 4- tower'), own);
    expect(countsRight(counts)).toBeCloseTo(1 / 3, 12);
    expect(counts.missed).toEqual(['road: none, read 1  [here]', 'tower: 4–, read none  [here]']);
  });

  it('attributes of the name and attributes beside it are the same', () => {
    const own = graph([object('building', null, 'residential', 'tall')]);
    const { objects, attributes } = scored(gold('residential building (?tall)'), own);
    expect([objects.right, attributes.right, attributes.missed, attributes.invented]).toEqual([1, 0, [], []]);
    expect(scored(gold('house (arranged)'), graph([object('house', null, 'neatly arranged')])).attributes.right).toBe(
      1,
    );
  });

  it('a passive is the active turned round, and either reading of an open case will do', () => {
    const lake = graph([object('lake'), object('tree')], [1, 'surround', 0]);
    expect(scored(gold('lake; tree', 'lake > surrounded by > tree'), lake).relations.right).toBe(1);
    const wrong = graph([object('lake'), object('tree')], [0, 'surround', 1]);
    expect(scored(gold('lake; tree', 'lake > surrounded by > tree'), wrong).relations.right).toBe(0);
    const has = graph([object('bridge'), object('river')], [0, 'over', 1]);
    const open = gold('bridge; river', 'river > with > bridge or bridge > over > river; ?bridge > near > river');
    expect(scored(open, has).relations).toEqual({ right: 1, missed: [], invented: [] });
  });

  it('a mark lets a parser say a thing or leave it out', () => {
    const case_ = gold('?4- grass; ?scale (?yellow); road');
    for (const own of [
      graph([object('grass', null), object('road')]),
      graph([object('grass'), object('scale', null, 'yellow'), object('road')]),
    ]) {
      const { objects, attributes, counts } = scored(case_, own);
      expect([objects.missed, objects.invented, attributes.invented, counts.missed]).toEqual([[], [], [], []]);
    }
  });
});

it.each([
  ['parked near', 'near', false],
  ['surrounded by', 'surround', true],
  ['surrounded with', 'surround', true],
  ['semi-surrounded by', 'semi-surround', true],
  ['surround', 'surround', false],
  ['on the two sides of', 'on side of', false],
  ['in one side of', 'on side of', false],
  ['next to', 'next to', false],
  ['flows through', 'flow through', false],
  ['together with', 'with', false],
  ['', '', false],
])('"%s" says "%s", swapped: %s', (predicate, form, swapped) => {
  expect(predicateForm(predicate)).toEqual({ form, swapped });
});
