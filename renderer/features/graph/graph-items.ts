import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import type { Count } from '../../../preload/contract/scene-graph.ts';
import { counted } from '../../app/format.ts';

/** `alone`: the image has no other caption that could support or contradict it. */
export type ObjectState = 'matched' | 'unsupported' | 'missing' | 'alone';

/** One object as the drawing and the table show it. */
export interface GraphItem {
  readonly id: string;
  readonly state: ObjectState;
  /** Into the graph's objects, or into the comparison's references for a missing one. */
  readonly index: number;
  readonly name: string;
  readonly count: Count | null;
  readonly attributes: readonly string[];
  /** Against the other captions, in words. */
  readonly note: string;
  /** Ids of the other captions that name it. */
  readonly namedBy: readonly number[];
}

/** What a caption says, in its order, then what it does not say and others do, the most often named first. */
export function graphItems(own: CaptionGraph, all: readonly Pick<CaptionGraph, 'captionId'>[]): readonly GraphItem[] {
  const others = all.filter((one) => one.captionId !== own.captionId);
  const { comparison } = own;
  const idsOf = (reference: number) =>
    (comparison?.references[reference]?.captions ?? []).flatMap((place) => others[place]?.captionId ?? []);

  const said = own.graph.objects.map((object, index): GraphItem => {
    const match = comparison?.matched.find((one) => one.candidate === index);
    const differs = comparison?.countDifferences.find(
      (one) => one.candidate === index && one.candidateCount !== one.referenceCount,
    );
    const namedBy = match ? idsOf(match.reference) : [];
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
            ? `in ${namedBy.length} of ${others.length}`
            : '',
      namedBy,
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
          note: `in ${namedBy.length} of ${others.length}`,
          namedBy,
        },
      ];
    })
    .toSorted((a, b) => b.namedBy.length - a.namedBy.length);
  return [...said, ...missing];
}

/** @example shownCount({min: 2, max: 2, text: 'Two'}) → "×2"; shownCount({min: 3, max: null, text: 'several'}) → "several" */
export function shownCount(count: Count | null): string | null {
  if (count === null) return null;
  return count.min === count.max ? `×${count.min}` : count.text.toLowerCase();
}

/** An item as one phrase for a screen reader: "airplane, count two, white; unsupported: no other caption names it". */
export function itemPhrase(item: GraphItem): string {
  const parts = [
    item.name,
    ...(item.count === null ? [] : [`count ${item.count.text.toLowerCase()}`]),
    ...item.attributes,
  ].join(', ');
  const state = {
    matched: `matched, ${item.note}${item.note.startsWith('in') ? ' other captions' : ''}`,
    unsupported: 'unsupported, no other caption names it',
    missing: `missing here, named by ${counted(item.namedBy.length, 'other caption')}`,
    alone: null,
  }[item.state];
  return state === null ? parts : `${parts}; ${state}`;
}
