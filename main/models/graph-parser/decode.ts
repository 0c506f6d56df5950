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

/** The network's outputs for one sentence, as rows of plain numbers. */
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
  /** The log-odds of the link against no link: the difference of logits. */
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
  const taken = new Map<number, Candidate>();
  for (const candidate of candidates) {
    const { from, to } = candidate;
    if (taken.has(to * length + from) || taken.has(from * length + to)) continue;
    if (from !== to && (isInside(from, to, joined) || isInside(to, from, joined))) continue;
    taken.set(from * length + to, candidate);
  }
  const kept = [...taken.values()].filter((each) => !isSaidOfWhole(each, taken, length, joined));
  return {
    operations,
    joins: joined,
    links: kept.flatMap(({ kind, from, to }) => (kind === link.relation ? [] : [{ kind, from, to } as LinkLabel])),
    relations: Int32Array.from(
      kept.filter(({ kind }) => kind === link.relation),
      ({ from, to }) => from * length + to,
    ),
  };
}

/** Whether a longer name that holds one end's name has the same link: "night" beside "night stand" is a slip. */
function isSaidOfWhole(
  { kind, from, to }: Candidate,
  taken: ReadonlyMap<number, Candidate>,
  length: number,
  joined: Int32Array,
): boolean {
  for (let whole = 1; whole < length; whole++) {
    if (whole !== from && isInside(from, whole, joined) && taken.get(whole * length + to)?.kind === kind) return true;
    if (whole !== to && isInside(to, whole, joined) && taken.get(from * length + whole)?.kind === kind) return true;
  }
  return false;
}

/** Whether the head `part` lies in the name whose head is `head`. */
function isInside(part: number, head: number, joined: Int32Array): boolean {
  return part <= head && part >= nameStart(head, joined);
}

function candidatesOf({ length, links: scores }: SentenceOutput): Candidate[] {
  const candidates: Candidate[] = [];
  let nearest: Candidate | null = null;
  for (let from = 0; from < length; from++)
    for (let to = 0; to < length; to++) {
      const offset = (from * length + to) * links;
      const kinds = from === to ? [link.alone] : [link.attribute, link.relation];
      for (const kind of kinds) {
        const margin = scores[offset + kind]! - scores[offset + link.none]!;
        const candidate = { kind, from, to, margin };
        if (margin > 0) candidates.push(candidate);
        else if (margin > leastMargin && from + to > 0 && margin > (nearest?.margin ?? leastMargin))
          nearest = candidate;
      }
    }
  // A caption says something; what, the network may be unsure of.
  return candidates.length === 0 && nearest ? [nearest] : candidates;
}

/** Words less likely than this name nothing, even if nothing else does: "the", "because". */
const leastMargin = -3;

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
