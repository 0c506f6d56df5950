import {
  type CaptionLabels,
  join,
  joins,
  type LinkLabel,
  link,
  links,
  type RelationLabel,
  verbSlot,
} from './labels.ts';
import { nameStart } from './word-forms.ts';

// Axis legend: T positions of a sentence, the virtual word's first; L links; O operations; J joins.

/** What the network says of one sentence, as plain numbers: rows of its outputs. */
export interface SentenceOutput {
  readonly length: number;
  /** float32[T, O] */
  readonly operations: Float32Array;
  /** float32[T, J] */
  readonly joins: Float32Array;
  /** float32[T, T, L] */
  readonly links: Float32Array;
}

/** A sentence's labels but for the wording of its relations, whose pairs are `from · T + to`. */
export interface Skeleton {
  readonly operations: Int32Array;
  readonly joins: Int32Array;
  readonly links: readonly LinkLabel[];
  readonly relations: Int32Array;
}

interface Candidate {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
  /** How much likelier the link is than none: the difference of logits. */
  readonly margin: number;
}

/** Index of the largest of `count` values from `offset`; the first of equal ones. */
export function largest(values: Float32Array, offset: number, count: number): number {
  let best = 0;
  for (let at = 1; at < count; at++) if (values[offset + at]! > values[offset + best]!) best = at;
  return best;
}

/**
 * The likeliest labels that make sense together: links are taken in order of their margin, and one that contradicts a
 * taken one is left out – the same pair turned round, or a name and a part of itself.
 */
export function decodeSentence(output: SentenceOutput): Skeleton {
  const { length } = output;
  const operationCount = output.operations.length / length;
  const operations = new Int32Array(length);
  const joined = new Int32Array(length);
  for (let at = 0; at < length; at++) {
    operations[at] = largest(output.operations, at * operationCount, operationCount);
    joined[at] = at < 2 ? join.starts : largest(output.joins, at * joins, joins);
  }
  const candidates = candidatesOf(output).sort((a, b) => b.margin - a.margin);
  const taken = new Map<number, number>();
  const chosenLinks: LinkLabel[] = [];
  const relations: number[] = [];
  for (const { kind, from, to } of candidates) {
    if (kind === link.alone) {
      chosenLinks.push({ kind, from, to });
      continue;
    }
    if (taken.has(to * length + from)) continue;
    if (isInside(from, to, joined) || isInside(to, from, joined)) continue;
    taken.set(from * length + to, kind);
    if (kind === link.attribute) chosenLinks.push({ kind, from, to });
    else relations.push(from * length + to);
  }
  return { operations, joins: joined, links: chosenLinks, relations: Int32Array.from(relations) };
}

/** Whether the head `part` lies in the name whose head is `head`. */
function isInside(part: number, head: number, joined: Int32Array): boolean {
  return part <= head && part >= nameStart(head, joined);
}

function candidatesOf({ length, links: scores }: SentenceOutput): Candidate[] {
  const candidates: Candidate[] = [];
  let alone: Candidate | null = null;
  for (let from = 0; from < length; from++)
    for (let to = 0; to < length; to++) {
      const offset = (from * length + to) * links;
      const none = scores[offset + link.none]!;
      if (from === to) {
        const margin = scores[offset + link.alone]! - none;
        if (margin > 0) candidates.push({ kind: link.alone, from, to, margin });
        if (from > 0 && (!alone || margin > alone.margin)) alone = { kind: link.alone, from, to, margin };
        continue;
      }
      const attribute = scores[offset + link.attribute]! - none;
      const relation = scores[offset + link.relation]! - none;
      const margin = Math.max(attribute, relation);
      if (margin > 0)
        candidates.push({ kind: attribute > relation ? link.attribute : link.relation, from, to, margin });
    }
  // A caption names something; what, the network may be unsure of.
  if (candidates.length === 0 && alone && alone.margin > leastAloneMargin) candidates.push(alone);
  return candidates;
}

/** Below this a lone word is no thing: "the", "because". */
const leastAloneMargin = -3;

/** Words relations: templates float32[R, C] and verbs float32[R, T] of the skeleton's R relations in order. */
export function withPredicates(
  skeleton: Skeleton,
  length: number,
  templates: Float32Array,
  verbs: Float32Array,
  wordings: readonly string[],
): CaptionLabels {
  const relations = Array.from(skeleton.relations, (pair, row): RelationLabel => {
    const template = largest(templates, row * wordings.length, wordings.length);
    const hasVerb = wordings[template]!.includes(verbSlot);
    return {
      subject: Math.floor(pair / length),
      object: pair % length,
      template,
      verb: hasVerb && length > 1 ? 1 + largest(verbs, row * length + 1, length - 1) : -1,
    };
  });
  return { operations: skeleton.operations, joins: skeleton.joins, links: skeleton.links, relations };
}
