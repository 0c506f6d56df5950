import { type CaptionLabels, join, type LinkLabel, link, operation } from '../../models/graph-parser/labels.ts';
import type { Random } from '../../tensor/random.ts';
import type { Example } from './examples.ts';

/** Words that may stand in for each other, kept apart by number. */
export interface SwapWords {
  readonly singular: readonly string[];
  readonly plural: readonly string[];
}

export interface AugmentOptions {
  /** Things and attributes that may replace those of a caption. */
  readonly things: SwapWords;
  readonly attributes: readonly string[];
  readonly isPlural: (word: string) => boolean;
  /** Share of things that become another. */
  readonly thingRate: number;
  readonly attributeRate: number;
  /** Share of captions that are joined with another one, and the longest that they may become. */
  readonly joinRate: number;
  readonly longest: number;
}

/** Heads of one-word names that stand for themselves: their word can change and the labels stay true. */
export function swappable({ words, labels }: Example, kind: 'thing' | 'attribute'): number[] {
  const attributes = new Set(labels.links.flatMap((each) => (each.kind === link.attribute ? [each.to] : [])));
  const things = new Set([
    ...labels.links.map(({ from }) => from),
    ...labels.relations.flatMap(({ subject, object }) => [subject, object]),
  ]);
  const verbs = new Set(labels.relations.map(({ verb }) => verb));
  return [...(kind === 'thing' ? things : attributes)].filter(
    (at) =>
      at > 0 &&
      (kind === 'thing' ? !attributes.has(at) : !things.has(at)) &&
      !verbs.has(at) &&
      labels.operations[at] === operation.same &&
      labels.joins[at] === join.starts &&
      (labels.joins[at + 1] ?? join.starts) <= join.starts &&
      /^[a-z]{3,}$/.test(words[at - 1]!),
  );
}

/** The example with some of its things and attributes replaced by others. */
export function swapped(example: Example, options: AugmentOptions, random: Random): Example {
  const words = [...example.words];
  for (const at of swappable(example, 'thing')) {
    if (random.uniform() >= options.thingRate) continue;
    const pool = options.isPlural(words[at - 1]!) ? options.things.plural : options.things.singular;
    if (pool.length > 0) words[at - 1] = pool[random.below(pool.length)]!;
  }
  for (const at of swappable(example, 'attribute')) {
    if (random.uniform() >= options.attributeRate || options.attributes.length === 0) continue;
    words[at - 1] = options.attributes[random.below(options.attributes.length)]!;
  }
  return { words, labels: example.labels };
}

/** Connectors between two unrelated captions. */
const connectors: readonly (readonly string[])[] = [
  ['and'],
  [','],
  [',', 'and'],
  ['while'],
  ['and', 'there', 'is'],
  [],
];

/** Whether the example uses the virtual word, of which a sentence has but one. */
const usesVirtual = ({ labels }: Example): boolean => labels.operations[0]! >= 0;

/** Two captions as one long sentence, whose graph is both graphs; null when they cannot be one. */
export function joined(first: Example, second: Example, longest: number, random: Random): Example | null {
  const connector = connectors[random.below(connectors.length)]!;
  const shift = first.words.length + connector.length;
  if (shift + second.words.length > longest || (usesVirtual(first) && usesVirtual(second))) return null;
  const moved = (at: number): number => (at > 0 ? at + shift : at);
  const merge = (a: Int32Array, b: Int32Array): Int32Array => {
    const all = new Int32Array(1 + shift + second.words.length).fill(-1);
    all.set(a);
    if (b[0]! >= 0) all[0] = b[0]!;
    all.set(b.subarray(1), 1 + shift);
    return all;
  };
  const links = second.labels.links.map((each): LinkLabel => ({ ...each, from: moved(each.from), to: moved(each.to) }));
  const relations = second.labels.relations.map((each) => ({
    subject: moved(each.subject),
    object: moved(each.object),
    template: each.template,
    verb: moved(each.verb),
  }));
  const labels: CaptionLabels = {
    operations: merge(first.labels.operations, second.labels.operations),
    joins: merge(first.labels.joins, second.labels.joins),
    links: [...first.labels.links, ...links],
    relations: [...first.labels.relations, ...relations],
  };
  return { words: [...first.words, ...connector, ...second.words], labels };
}

/** One epoch's examples: every one once, some changed, some joined with one or two drawn ones. */
export function augmented(examples: readonly Example[], options: AugmentOptions, random: Random): Example[] {
  const draw = (): Example => swapped(examples[random.below(examples.length)]!, options, random);
  return examples.map((example) => {
    let result = swapped(example, options, random);
    for (let more = 0; more < 2 && random.uniform() < options.joinRate; more++)
      result = joined(result, draw(), options.longest, random) ?? result;
    return result;
  });
}
