import { type CaptionLabels, join, link, operation, verbSlot } from './labels.ts';
import { nameAt, type WordForms } from './word-forms.ts';

/** A fact in FACTUAL's form, with the positions it comes from. */
export interface Fact {
  readonly subject: string;
  /** Null in a fact that only names a thing. */
  readonly predicate: string | null;
  readonly object: string | null;
  readonly subjectAt: number;
  readonly objectAt: number;
  readonly verbAt: number;
}

/** The facts that a labelling of `words` states. */
export function factsFrom(labels: CaptionLabels, words: readonly string[], forms: WordForms): Fact[] {
  // "two-story" keeps its word: only a number by itself is written in digits.
  const graphWords = ['', ...words].map((word, at) =>
    labels.joins[at + 1] === join.hyphenated && labels.operations[at] === operation.same
      ? word
      : forms.apply(labels.operations[at]!, word),
  );
  const name = (head: number): string => nameAt(head, graphWords, labels.joins);
  const facts = labels.links.map(
    ({ kind, from, to }): Fact =>
      kind === link.alone
        ? { subject: name(from), predicate: null, object: null, subjectAt: from, objectAt: -1, verbAt: -1 }
        : { subject: name(from), predicate: 'is', object: name(to), subjectAt: from, objectAt: to, verbAt: -1 },
  );
  for (const { subject, object, template, verb } of labels.relations) {
    const wording = forms.labels.templates[template]!;
    const predicate = verb > 0 ? wording.replace(verbSlot, forms.verb(words[verb - 1]!)) : wording;
    facts.push({
      subject: name(subject),
      predicate,
      object: name(object),
      subjectAt: subject,
      objectAt: object,
      verbAt: verb,
    });
  }
  return facts;
}

/** Example: `( girl , is , young ) , ( girl , on , bed )`. Facts of one thing alone stand only where there is no other. */
export function factualForm(facts: readonly Pick<Fact, 'subject' | 'predicate' | 'object'>[]): string {
  const stated = facts.filter(({ predicate }) => predicate !== null);
  const shown = stated.length > 0 ? stated : facts;
  const texts = shown.map(({ subject, predicate, object }) =>
    predicate === null ? `( ${subject} )` : `( ${subject} , ${predicate} , ${object} )`,
  );
  return [...new Set(texts)].join(' , ');
}
