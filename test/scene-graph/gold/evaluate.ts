import type { GraphParser } from '../../../main/scene-graph/parser.ts';
import type { GoldCase } from './read-gold.ts';
import { addScore, countsRight, emptyScore, f1, type GoldScore, type Tally } from './score-gold.ts';

/** From this many words on a caption is long: where small parsers fail. */
export const longWords = 12;

export interface GoldEvaluation {
  readonly all: GoldScore;
  readonly short: GoldScore;
  readonly long: GoldScore;
}

/** Parses the gold captions and scores the graphs, all together, short and long ones apart. */
export async function evaluate(parser: GraphParser, cases: readonly GoldCase[]): Promise<GoldEvaluation> {
  const graphs = await parser.parse(cases.map(({ text }) => text));
  const scores = { all: emptyScore(), short: emptyScore(), long: emptyScore() };
  for (const [i, gold] of cases.entries()) {
    addScore(scores.all, gold, graphs[i]!);
    addScore(gold.words >= longWords ? scores.long : scores.short, gold, graphs[i]!);
  }
  return scores;
}

const figure = (value: number | null) => (value === null ? '   –' : value.toFixed(3));

/** The scores as lines of a table. */
export function describeEvaluation({ all, short, long }: GoldEvaluation): string {
  const row = (name: string, value: (score: GoldScore) => number | null) =>
    `${name.padEnd(24)} ${[all, short, long].map((score) => figure(value(score)).padStart(8)).join('')}`;
  return [
    `${''.padEnd(24)} ${['all', '< 12', '≥ 12'].map((name) => name.padStart(8)).join('')} words`,
    row('object F1', ({ objects }) => f1(objects)),
    row('object F1, exact names', ({ exactNames }) => f1(exactNames)),
    row('counts right', ({ counts }) => countsRight(counts)),
    row('attribute F1', ({ attributes }) => f1(attributes)),
    row('relation F1', ({ relations }) => f1(relations)),
  ].join('\n');
}

/** Every mistake, by kind. */
export function describeConfusions({ objects, exactNames, counts, attributes, relations }: GoldScore): string {
  const names: Tally = {
    ...exactNames,
    missed: exactNames.missed.filter((text) => !text.includes('(nothing)')),
    invented: [],
  };
  const kinds: readonly (readonly [string, Tally])[] = [
    ['objects', objects],
    ['names', names],
    ['counts', counts],
    ['attributes', attributes],
    ['relations', relations],
  ];
  return kinds
    .flatMap(([kind, { missed, invented }]) => [
      ...missed.map((text) => `${kind.padEnd(11)} missed    ${text}`),
      ...invented.map((text) => `${kind.padEnd(11)} invented  ${text}`),
    ])
    .join('\n');
}
