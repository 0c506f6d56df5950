import { describe, expect, it } from 'vitest';
import { decodeSentence, withPredicates } from '../../../main/models/graph-parser/decode.ts';
import { join, joins, link, links } from '../../../main/models/graph-parser/labels.ts';

/** Scores of a sentence of `length` positions in which every pair is "none" but for what is set. */
function output(length: number, set: readonly (readonly [from: number, to: number, kind: number, margin: number])[]) {
  const scores = new Float32Array(length * length * links);
  for (const [from, to, kind, margin] of set) scores[(from * length + to) * links + kind] = margin;
  return {
    length,
    operations: new Float32Array(length * 3),
    joins: new Float32Array(length * joins),
    links: scores,
  };
}

describe('links', () => {
  it('of a pair and its reverse the likelier one is taken', () => {
    const { relations, links: others } = decodeSentence(
      output(4, [
        [1, 3, link.relation, 2],
        [3, 1, link.relation, 3],
      ]),
    );
    expect([...relations]).toEqual([3 * 4 + 1]);
    expect(others).toEqual([]);
  });

  it('attribute and relation of one pair: the likelier kind', () => {
    const { relations, links: others } = decodeSentence(
      output(3, [
        [1, 2, link.relation, 1],
        [1, 2, link.attribute, 1.5],
      ]),
    );
    expect([...relations]).toEqual([]);
    expect(others).toEqual([{ kind: link.attribute, from: 1, to: 2 }]);
  });

  it('a name has no link with a part of itself', () => {
    const scores = output(4, [
      [3, 2, link.attribute, 5],
      [3, 1, link.attribute, 4],
    ]);
    // Position 3 joins position 2: "storage tank".
    scores.joins[3 * joins + join.spaced] = 1;
    expect(decodeSentence(scores).links).toEqual([{ kind: link.attribute, from: 3, to: 1 }]);
  });

  it('where nothing is likely, the likeliest link is taken unless it is far from likely', () => {
    const unsure = output(3, [
      [1, 1, link.alone, -1],
      [2, 2, link.alone, -0.5],
      [1, 2, link.relation, -2],
    ]);
    // "None" scores 0 everywhere; what was not set is as likely as it is, so it is set far below.
    for (let at = 0; at < unsure.links.length; at++)
      if (unsure.links[at] === 0 && at % links !== link.none) unsure.links[at] = -9;
    expect(decodeSentence(unsure).links).toEqual([{ kind: link.alone, from: 2, to: 2 }]);
    unsure.links.fill(-9);
    for (let at = link.none; at < unsure.links.length; at += links) unsure.links[at] = 0;
    expect(decodeSentence(unsure)).toMatchObject({ links: [], relations: new Int32Array(0) });
  });

  it('what is said of a longer name is not said of the name inside it too', () => {
    const scores = output(4, [
      [1, 3, link.relation, 1],
      [2, 3, link.relation, 2],
      [1, 2, link.none, 9],
    ]);
    // "night stand": both "night" and "night stand" are found between the beds.
    scores.joins[2 * joins + join.spaced] = 1;
    expect([...decodeSentence(scores).relations]).toEqual([2 * 4 + 3]);
  });
});

it('a relation has the likeliest wording, and the likeliest verb where the wording has room for one', () => {
  const skeleton = {
    operations: new Int32Array(3),
    joins: new Int32Array(3),
    links: [],
    relations: Int32Array.of(1 * 3 + 2, 2 * 3 + 1),
  };
  const templates = Float32Array.of(0, 1, 2, 0);
  const verbs = Float32Array.of(9, 1, 5, 9, 7, 5);
  // The virtual word, at 0, is never a verb.
  expect(withPredicates(skeleton, 3, templates, verbs, ['on', '<V> on']).relations).toEqual([
    { subject: 1, object: 2, template: 1, verb: 2 },
    { subject: 2, object: 1, template: 0, verb: -1 },
  ]);
});
