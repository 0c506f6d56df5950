import type { SceneGraph, Span } from '../../../preload/contract/scene-graph.ts';
import { attachmentOf } from './attachment.ts';
import { GraphBuilder } from './graph-builder.ts';
import { readGroup } from './groups.ts';
import type { Item, PrepositionItem, VerbItem } from './items.ts';
import { isStranded } from './lookahead.ts';
import {
  aroundThings,
  completedByWith,
  type Group,
  motions,
  type Pending,
  placeVerbs,
  predicateOf,
  reciprocals,
} from './predicates.ts';

/** Builds the graph of one caption from its items: one walk, left to right, with a little memory. */
export function relate(text: string, items: readonly Item[]): SceneGraph {
  return new Walk(text, items).run();
}

class Walk {
  readonly #items: readonly Item[];
  readonly #graph: GraphBuilder;
  /** Subject of the clause, and the first thing of the caption, which "it" and "them" point at. */
  #subject: Group | null = null;
  #topic: Group | null = null;
  /** The phrase named last: what a following "near …" or "parked …" belongs to. */
  #nearest: Group | null = null;
  /** Set while `#nearest` came after "with": the thing that has it. */
  #owner: Group | null = null;
  #attached: Group | null = null;
  /** The referent of the last "it" or "them" of this sentence. */
  #meant: Group | null = null;
  #pending: Pending | null = null;
  #fronted: { readonly predicate: string; readonly group: Group; readonly span: Span } | null = null;
  #copula = false;
  #negated = false;

  constructor(text: string, items: readonly Item[]) {
    this.#items = items;
    this.#graph = new GraphBuilder(text);
  }

  run(): SceneGraph {
    let i = 0;
    while (i < this.#items.length) i = this.#step(i);
    this.#closePending();
    return this.#graph.graph();
  }

  #step(i: number): number {
    const item = this.#items[i]!;
    switch (item.kind) {
      case 'phrase':
        return this.#onPhrase(i);
      case 'preposition':
        this.#onPreposition(item, i);
        break;
      case 'verb':
        this.#onVerb(item, i);
        break;
      case 'have':
        this.#onHave(item.span, i);
        break;
      case 'adjective':
        return this.#onAdjective(i);
      case 'pronoun':
        this.#onPronoun(item.word);
        break;
      case 'be':
        this.#onBe();
        break;
      case 'which':
        this.#closePending();
        this.#subject = this.#nearest;
        break;
      case 'there':
        this.#closePending();
        this.#startClause();
        break;
      case 'not':
        this.#negated = true;
        break;
      case 'while':
      case 'and':
      case 'comma':
        this.#closePending();
        this.#negated = false;
        break;
      case 'stop':
        this.#closePending();
        this.#startClause();
        this.#fronted = null;
        break;
    }
    return i + 1;
  }

  #startClause(): void {
    this.#subject = null;
    this.#nearest = null;
    this.#owner = null;
    this.#attached = null;
    this.#meant = null;
    this.#copula = false;
    this.#negated = false;
  }

  #onPhrase(i: number): number {
    const pending = this.#pending;
    const { group, next } = readGroup(this.#items, i, this.#graph, pending, this.#negated);
    this.#pending = null;
    if (pending !== null && pending.sense !== 'place') return next;
    if (pending === null || (pending.subjects === null && pending.verb !== null)) {
      this.#onSubject(group, this.#startsClauseOfItsOwn(i, next));
      return next;
    }
    const predicate = predicateOf(pending, true);
    if (group.length === 0) {
      this.#describeByVerb(pending);
      return next;
    }
    if (pending.subjects === null) this.#fronted = { predicate, group, span: pending.span };
    else this.#graph.relate(pending.subjects, predicate, group, pending.span);
    this.#owner = predicate === 'with' ? pending.subjects : null;
    this.#nearest = group;
    // "The picture shows a river": the river is what there is.
    if (pending.subjects?.length === 0 && !this.#negated) this.#topic ??= group;
    return next;
  }

  /** "the pond is green and the meadow is yellow": the phrases from `i` to `next` are what the second "is" is about. */
  #startsClauseOfItsOwn(i: number, next: number): boolean {
    const before = this.#items[i - 1]?.kind;
    const after = this.#items[next];
    const isJoined = before === 'and' || before === 'while' || before === 'comma' || before === 'which';
    return (
      isJoined &&
      (after?.kind === 'be' || after?.kind === 'have' || (after?.kind === 'verb' && after.form === 'finite'))
    );
  }

  #onSubject(group: Group, startsClause: boolean): void {
    // "The field is a baseball field": two names, and the first stays the subject.
    // "while others are green" is about the same things.
    if (!this.#copula || this.#subject === null || (startsClause && group.length > 0)) this.#subject = group;
    this.#copula = false;
    this.#nearest = group;
    this.#owner = null;
    if (group.length === 0) return;
    this.#topic ??= group;
    if (this.#fronted !== null) {
      this.#graph.relate(group, this.#fronted.predicate, this.#fronted.group, this.#fronted.span);
      this.#fronted = null;
    }
  }

  #onBe(): void {
    this.#closePending();
    this.#copula = true;
    this.#negated = false;
    if (this.#subject !== null) this.#nearest = this.#subject;
    this.#owner = null;
  }

  #onPreposition(item: PrepositionItem, i: number): void {
    const { sense, span } = item;
    if (this.#pending?.verb != null) {
      const { subjects, words, verb } = this.#pending;
      const isOne = item.words[0] !== 'with' || verb.form !== 'participle' || completedByWith.has(verb.word);
      // "surrounded with", "parked next to": verb and preposition are one predicate.
      if (words.length === 1 && isOne) {
        this.#pending = { subjects, words: [...words, ...item.words], span: [verb.span[0], span[1]], verb, sense };
        if (isStranded(this.#items, i)) this.#onStranded(subjects, this.#pending);
        return;
      }
    }
    this.#closePending();
    const subjects = attachmentOf(this.#items, i, item, {
      subject: this.#subject,
      nearest: this.#nearest,
      owner: this.#owner,
      attached: this.#attached,
    });
    if (isStranded(this.#items, i)) {
      this.#onStranded(this.#nearest, { subjects, words: item.words, span, verb: null, sense });
      return;
    }
    this.#attached = subjects;
    this.#pending = { subjects: this.#negated ? [] : subjects, words: item.words, span, verb: null, sense };
  }

  /** "a road beside": beside what the clause, or else the caption, is about. */
  #onStranded(subjects: Group | null, pending: Pending): void {
    this.#pending = null;
    const place = [this.#subject, this.#topic].find((group) => group != null && group !== subjects);
    if (subjects === null || pending.sense !== 'place') return;
    if (place == null) this.#describeByVerb(pending);
    else this.#graph.relate(subjects, predicateOf(pending, true), place, pending.span);
  }

  #onVerb(verb: VerbItem, i: number): void {
    this.#closePending();
    const before = this.#items[i - 1]?.kind;
    const after = this.#items[i + 1];
    const isMotion = this.#owner !== null && motions.has(verb.lemma);
    const isReduced = before === 'phrase' && (verb.form !== 'finite' || isMotion);
    const subjects = isReduced ? this.#nearest : (this.#subject ?? this.#nearest);
    if (
      isReduced &&
      this.#owner !== null &&
      verb.word.endsWith('surrounded') &&
      after?.kind !== 'preposition' &&
      after?.kind !== 'phrase' &&
      after?.kind !== 'pronoun'
    ) {
      // "houses with plants surrounded": the plants surround the houses.
      this.#graph.reword('with', this.#nearest ?? [], `${verb.word} by`, verb.span);
      return;
    }
    this.#attached = subjects;
    const meant = this.#negated ? [] : subjects;
    this.#pending = { subjects: meant, words: [verb.word], span: verb.span, verb, sense: 'place' };
  }

  #onHave(span: Span, i: number): void {
    this.#closePending();
    const isReduced = this.#items[i - 1]?.kind === 'phrase' && this.#owner !== null;
    const subjects = isReduced ? this.#nearest : (this.#subject ?? this.#nearest);
    // "have been built", "has many trees"
    if (this.#items[i + 1]?.kind === 'be' || subjects === null) return;
    this.#pending = { subjects: this.#negated ? [] : subjects, words: ['have'], span, verb: null, sense: 'place' };
  }

  #onAdjective(i: number): number {
    const item = this.#items[i]!;
    if (item.kind !== 'adjective') return i + 1;
    this.#closePending();
    const target = this.#copula ? (this.#subject ?? this.#nearest) : this.#nearest;
    const after = this.#items[i + 1];
    const word = after?.kind === 'preposition' ? after.words[0] : undefined;
    // "full of boats", "perpendicular to the road": adjective and preposition are one predicate.
    if (after?.kind === 'preposition' && target !== null && (word === 'to' || word === 'of' || word === 'from')) {
      const span: Span = [item.attribute.span[0], after.span[1]];
      const words = [item.attribute.name, ...after.words];
      this.#pending = { subjects: this.#negated ? [] : target, words, span, verb: null, sense: 'place' };
      return i + 2;
    }
    if (!this.#negated) for (const object of target ?? []) this.#graph.describe(object, item.attribute);
    return i + 1;
  }

  #onPronoun(word: string): void {
    const pending = this.#pending;
    this.#pending = null;
    if (reciprocals.has(word)) {
      if (pending !== null) this.#describeByVerb(pending);
      return;
    }
    if (pending === null) {
      const mayRefer = /^(?:it|they)$/.test(word) && this.#topic !== null;
      this.#startClause();
      this.#subject = mayRefer ? this.#topic : null;
      this.#nearest = this.#subject;
      return;
    }
    if (pending.subjects === null || pending.sense !== 'place') return;
    // "a river with a bridge over it": "it" is what has the bridge, else the subject; "a plane at the airport with cars beside
    // it": what stands beside a thing, stands beside the subject. A second "it" is what the first was.
    const around = aroundThings.has(pending.verb?.lemma ?? pending.words[0] ?? '');
    const order = around ? [this.#subject, this.#owner, this.#topic] : [this.#owner, this.#subject, this.#topic];
    const meant = [this.#meant, ...order].find((group) => group != null && group !== pending.subjects);
    this.#meant = meant ?? null;
    if (meant != null) this.#graph.relate(pending.subjects, predicateOf(pending, true), meant, pending.span);
    else this.#describeByVerb(pending);
  }

  /** A predicate that found no object: "planted neatly" describes its subject. */
  #closePending(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) this.#describeByVerb(pending);
  }

  #describeByVerb({ verb, subjects }: Pending): void {
    if (verb === null || verb.form !== 'participle' || placeVerbs.has(verb.word)) return;
    for (const subject of subjects ?? []) this.#graph.describe(subject, { name: verb.word, span: verb.span });
  }
}
