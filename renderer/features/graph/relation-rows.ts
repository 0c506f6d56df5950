import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import type { ShownGraph } from './graph-items.ts';

/** Says whether another caption states the relation too. */
export type RelationSupport = 'shared' | 'onlyHere';

export const SUPPORT_WORDS = {
  shared: 'another caption states it too',
  onlyHere: 'no other caption states it',
  missing: 'other captions state it, this one does not',
} as const;

/** Returns the support of a relation; null without a comparison. */
export function relationSupport({ details }: ShownGraph, relation: number): RelationSupport | null {
  if (details == null) return null;
  return details.relations.shared.some((one) => one.relation === relation) ? 'shared' : 'onlyHere';
}

/** One relation of the table. */
export interface RelationRow {
  readonly id: string;
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
  /** Index into the graph's relations; null for a missing one. */
  readonly index: number | null;
  readonly support: RelationSupport | 'missing' | null;
  /** Ids of the other captions that state it. */
  readonly saidBy: readonly number[];
}

/** Lists the relations of a caption in its order, then those that only other captions state. */
export function relationRows(own: CaptionGraph): readonly RelationRow[] {
  const nameOf = (index: number) => own.graph.objects[index]?.name ?? '';
  const saying = (mentions: readonly { readonly caption: number }[]) => [
    ...new Set(mentions.flatMap(({ caption }) => own.referenceIds[caption] ?? [])),
  ];
  const said = own.graph.relations.map(({ subject, predicate, object }, index): RelationRow => {
    return {
      id: `said ${index}`,
      subject: nameOf(subject),
      predicate,
      object: nameOf(object),
      index,
      support: relationSupport(own, index),
      saidBy: saying(own.details?.relations.shared.find((one) => one.relation === index)?.mentions ?? []),
    };
  });
  const references = own.comparison?.references ?? [];
  const missing = (own.details?.relations.missing ?? []).map(
    ({ subject, predicate, object, mentions }, index): RelationRow => ({
      id: `missing ${index}`,
      subject: references[subject]?.name ?? '',
      predicate,
      object: references[object]?.name ?? '',
      index: null,
      support: 'missing',
      saidBy: saying(mentions),
    }),
  );
  return [...said, ...missing];
}
