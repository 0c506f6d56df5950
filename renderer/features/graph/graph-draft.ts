import type { Attribute, GraphObject, Relation, SceneGraph, Span } from '../../../preload/contract/scene-graph.ts';
import { countText, parseCount } from './count-words.ts';

/** An object during editing: every field is text. */
export interface ObjectDraft {
  readonly key: number;
  readonly name: string;
  /** Its words in the caption; empty if none. */
  readonly words: string;
  readonly count: string;
  /** Separated by commas. */
  readonly attributes: string;
  /** The object before editing, so that unchanged parts keep their position in the caption. */
  readonly origin: GraphObject | null;
}
export interface RelationDraft {
  readonly key: number;
  /** Keys of objects. */
  readonly subject: number;
  readonly predicate: string;
  readonly object: number;
  readonly origin: Relation | null;
}
export interface GraphDraft {
  readonly objects: readonly ObjectDraft[];
  readonly relations: readonly RelationDraft[];
  /** The next free key. */
  readonly next: number;
}

export function draftOf(graph: SceneGraph, text: string): GraphDraft {
  const objects = graph.objects.map(
    (object, key): ObjectDraft => ({
      key,
      name: object.name,
      words: wordsOf(object, text),
      count: countText(object.count),
      attributes: object.attributes.map(({ name }) => name).join(', '),
      origin: object,
    }),
  );
  const relations = graph.relations.map(
    (relation, i): RelationDraft => ({
      key: objects.length + i,
      subject: relation.subject,
      predicate: relation.predicate,
      object: relation.object,
      origin: relation,
    }),
  );
  return { objects, relations, next: objects.length + relations.length };
}

const wordsOf = ({ spans }: GraphObject, text: string): string => (spans[0] ? text.slice(...spans[0]) : '');

/** An edit of the draft: one object or relation changed, added or removed. */
export type DraftEdit =
  | { readonly kind: 'object'; readonly key: number; readonly change: Partial<Omit<ObjectDraft, 'key' | 'origin'>> }
  | { readonly kind: 'relation'; readonly key: number; readonly change: Partial<Omit<RelationDraft, 'key' | 'origin'>> }
  | { readonly kind: 'add-object' }
  | { readonly kind: 'add-relation' }
  | { readonly kind: 'remove'; readonly key: number }
  /** Replaces the whole draft. */
  | { readonly kind: 'load'; readonly draft: GraphDraft };

/** Applies an edit. Removing an object removes its relations. */
export function edited(draft: GraphDraft, edit: DraftEdit): GraphDraft {
  const { objects, relations, next } = draft;
  switch (edit.kind) {
    case 'object':
      return { ...draft, objects: objects.map((one) => (one.key === edit.key ? { ...one, ...edit.change } : one)) };
    case 'relation':
      return { ...draft, relations: relations.map((one) => (one.key === edit.key ? { ...one, ...edit.change } : one)) };
    case 'add-object': {
      const added = { key: next, name: '', words: '', count: '', attributes: '', origin: null };
      return { ...draft, objects: [...objects, added], next: next + 1 };
    }
    case 'add-relation': {
      const [first, second] = objects;
      if (!first || !second) return draft;
      const added = { key: next, subject: first.key, predicate: '', object: second.key, origin: null };
      return { ...draft, relations: [...relations, added], next: next + 1 };
    }
    case 'load':
      return edit.draft;
    case 'remove':
      return {
        ...draft,
        objects: objects.filter(({ key }) => key !== edit.key),
        relations: relations.filter(
          ({ key, subject, object }) => key !== edit.key && subject !== edit.key && object !== edit.key,
        ),
      };
  }
}

/** A fault in one field of a row. */
export interface DraftProblem {
  readonly key: number;
  readonly field: 'name' | 'words' | 'count' | 'predicate' | 'object';
  readonly message: string;
}

/** Makes the graph of the draft and lists the faults that prevent saving. Names are lower case, as a parser's are. */
export function graphOf(
  draft: GraphDraft,
  text: string,
): { readonly graph: SceneGraph; readonly problems: readonly DraftProblem[] } {
  const problems: DraftProblem[] = [];
  const taken: Span[] = [];
  const objects = draft.objects.map((one): GraphObject => {
    const name = clean(one.name);
    if (name === '') problems.push({ key: one.key, field: 'name', message: 'Enter a name.' });
    const count = parseCount(one.count);
    if (count === undefined) {
      problems.push({
        key: one.key,
        field: 'count',
        message: `“${one.count}” is not a count. Enter a count such as 3, several or 2 to 5.`,
      });
    }
    const spans = spansOf(one, text, taken);
    if (spans === null) {
      problems.push({ key: one.key, field: 'words', message: `“${one.words.trim()}” is not in the caption.` });
    }
    taken.push(...(spans ?? []));
    const isSameCount = one.origin?.count != null && one.count === countText(one.origin.count);
    return {
      name,
      surface: spans?.[0] ? text.slice(...spans[0]) : name,
      spans: spans ?? [],
      count: isSameCount ? (one.origin?.count ?? null) : (count ?? null),
      attributes: attributesOf(one, text),
    };
  });
  const places = new Map(draft.objects.map(({ key }, i) => [key, i]));
  const relations = draft.relations.map((one): Relation => {
    const predicate = clean(one.predicate);
    if (predicate === '')
      problems.push({ key: one.key, field: 'predicate', message: 'Enter the words of the relation.' });
    if (one.subject === one.object) {
      problems.push({ key: one.key, field: 'object', message: 'Choose two different objects.' });
    }
    const span = one.origin?.predicate === predicate ? one.origin.span : (find(text, predicate) ?? nowhere);
    return { subject: places.get(one.subject) ?? 0, predicate, object: places.get(one.object) ?? 0, span };
  });
  return { graph: { objects, relations }, problems };
}

const nowhere: Span = [0, 0];
const clean = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/**
 * Finds the object's words: at their old position, or the first one that no other object has. Null: not in the
 * caption.
 */
function spansOf(draft: ObjectDraft, text: string, taken: readonly Span[]): readonly Span[] | null {
  const { origin, words } = draft;
  if (origin !== null && wordsOf(origin, text) === words) return origin.spans;
  const wanted = words.trim();
  if (wanted === '') return [];
  const span = find(text, wanted, taken) ?? find(text, wanted);
  return span === null ? null : [span];
}

function attributesOf({ origin, attributes }: ObjectDraft, text: string): Attribute[] {
  const names = [...new Set(attributes.split(',').map(clean).filter(Boolean))];
  return names.map(
    (name) => origin?.attributes.find((one) => one.name === name) ?? { name, span: find(text, name) ?? nowhere },
  );
}

/** Finds the first whole-word match of `words` in `text`, ignoring case, that overlaps none of `taken`. */
function find(text: string, words: string, taken: readonly Span[] = []): Span | null {
  const pattern = words
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s+/g, '\\s+');
  if (pattern === '') return null;
  for (const match of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'))) {
    const span: Span = [match.index, match.index + match[0].length];
    if (!taken.some(([start, end]) => start < span[1] && span[0] < end)) return span;
  }
  return null;
}
