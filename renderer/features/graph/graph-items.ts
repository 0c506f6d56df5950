import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import type { Count, MatchReason } from '../../../preload/contract/scene-graph.ts';
import { counted } from '../../app/words/format.ts';

/** `alone`: the image has no other caption that could support or contradict it. */
export type ObjectState = 'matched' | 'unsupported' | 'missing' | 'alone';

/** One object of the drawing and the table. */
export interface GraphItem {
  readonly id: string;
  readonly state: ObjectState;
  /** Index into the graph's objects, or into the comparison's references for a missing one. */
  readonly index: number;
  readonly name: string;
  readonly count: Count | null;
  readonly attributes: readonly string[];
  /** The comparison with the other captions in words. */
  readonly note: string;
  /** Ids of the other captions that name it. */
  readonly namedBy: readonly number[];
  /** Its mentions: caption and object of that caption's graph. */
  readonly mentions: readonly CaptionMention[];
  /** Attributes that only this caption gives it, and attributes that only other captions give it. */
  readonly onlyHere: readonly string[];
  readonly othersSay: readonly string[];
  /** Its name in the other captions with the reason of the match; null where the names are equal. */
  readonly matchedAs: { readonly name: string; readonly reason: MatchReason } | null;
}
export interface CaptionMention {
  readonly captionId: number;
  readonly object: number;
}
/** The source of items; a model's caption has no `details`. */
export type ShownGraph = Pick<CaptionGraph, 'captionId' | 'graph' | 'comparison'> &
  Partial<Pick<CaptionGraph, 'details'>>;

/** Lists the objects of a caption in its order, then the missing ones, most often named first. */
export function graphItems(own: ShownGraph, all: readonly Pick<CaptionGraph, 'captionId'>[]): readonly GraphItem[] {
  const others = all.filter((one) => one.captionId !== own.captionId);
  const { comparison } = own;
  const idsOf = (reference: number) =>
    (comparison?.references[reference]?.captions ?? []).flatMap((place) => others[place]?.captionId ?? []);

  const mentionsOf = (reference: number) =>
    (comparison?.references[reference]?.mentions ?? []).flatMap(({ caption, object }): CaptionMention[] => {
      const captionId = others[caption]?.captionId;
      return captionId === undefined ? [] : [{ captionId, object }];
    });
  /** Says "in 2 of 4", or that only the detector counts it. */
  const namedIn = (namedBy: readonly number[]) =>
    namedBy.length === 0 ? 'counted by the detector' : `in ${namedBy.length} of ${others.length}`;

  const said = own.graph.objects.map((object, index): GraphItem => {
    const match = comparison?.matched.find((one) => one.candidate === index);
    const differs = comparison?.countDifferences.find(
      (one) => one.candidate === index && one.candidateCount !== one.referenceCount,
    );
    const namedBy = match ? idsOf(match.reference) : [];
    const details = own.details?.attributes.find((one) => one.candidate === index);
    const reference = match ? comparison?.references[match.reference] : undefined;
    const state = comparison === null ? 'alone' : match ? 'matched' : 'unsupported';
    return {
      id: `said ${index}`,
      state,
      index,
      name: object.name,
      count: object.count,
      attributes: object.attributes.map((attribute) => attribute.name),
      note:
        differs !== undefined
          ? `says ${differs.candidateCount}, others ${differs.referenceCount}`
          : state === 'matched'
            ? namedIn(namedBy)
            : '',
      namedBy,
      mentions: match ? mentionsOf(match.reference) : [],
      onlyHere: details?.unsupported.flatMap((attribute) => object.attributes[attribute]?.name ?? []) ?? [],
      othersSay: details?.missing.map((attribute) => attribute.name) ?? [],
      matchedAs:
        match && reference && match.reason.rule !== 'lemma' ? { name: reference.name, reason: match.reason } : null,
    };
  });
  const missing = (comparison?.missing ?? [])
    .flatMap((index): GraphItem[] => {
      const reference = comparison?.references[index];
      if (!reference) return [];
      const namedBy = idsOf(index);
      return [
        {
          id: `missing ${index}`,
          state: 'missing',
          index,
          name: reference.name,
          count: reference.counts[0] ?? null,
          attributes: [],
          note: namedIn(namedBy),
          namedBy,
          mentions: mentionsOf(index),
          onlyHere: [],
          othersSay: [],
          matchedAs: null,
        },
      ];
    })
    .toSorted((a, b) => b.namedBy.length - a.namedBy.length);
  return [...said, ...missing];
}

/**
 * @example shownCount({min: 2, max: 2, text: 'Two'}) → "×2"; shownCount({min: 3, max: null, text: 'several'}) →
 * "several"
 */
export function shownCount(count: Count | null): string | null {
  if (count === null) return null;
  return count.min === count.max ? `×${count.min}` : count.text.toLowerCase();
}

/**
 * Describes an item in one phrase for a screen reader: "airplane, count two, white; unsupported: no other caption
 * names it".
 */
export function itemPhrase(item: GraphItem): string {
  const parts = [
    item.name,
    ...(item.count === null ? [] : [`count ${item.count.text.toLowerCase()}`]),
    ...item.attributes,
  ].join(', ');
  const state = {
    matched: [
      `matched, ${item.note}${item.note.startsWith('in') ? ' other captions' : ''}`,
      ...item.onlyHere.map((name) => `${name} only here`),
      ...item.othersSay.map((name) => `others say ${name}`),
    ].join(', '),
    unsupported: 'unsupported, no other caption names it',
    missing:
      item.namedBy.length === 0
        ? 'missing here, counted by the detector'
        : `missing here, named by ${counted(item.namedBy.length, 'other caption')}`,
    alone: null,
  }[item.state];
  return state === null ? parts : `${parts}; ${state}`;
}

/** Lists the mentions of an object's match in the other captions. */
export function counterparts(own: CaptionGraph, object: number): readonly CaptionMention[] {
  const pair = own.comparison?.matched.find(({ candidate }) => candidate === object);
  const mentions = pair === undefined ? [] : (own.comparison?.references[pair.reference]?.mentions ?? []);
  return mentions.flatMap(({ caption, object: index }) => {
    const captionId = own.referenceIds[caption];
    return captionId === undefined ? [] : [{ captionId, object: index }];
  });
}
