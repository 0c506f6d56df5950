import type { ImageQuery } from '../../preload/contract/images.ts';

/** A WHERE clause with its parameters. */
interface Condition {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

const orders = {
  imported: ['id'],
  name: ['name_key', 'id'],
  class: ['class', 'name_key', 'id'],
  captions: ['drafts + reviewed + flagged', 'name_key', 'id'],
} as const satisfies Record<ImageQuery['sort'], readonly string[]>;

/** The statement that lists the ids of the images that match, in order. */
export function imageQuerySql(query: ImageQuery): Condition {
  const conditions = [textCondition(query.text), ...oneOf('class', query.classes), ...oneOf('split', query.splits)];
  if (query.statuses.length > 0) {
    // A count column a status, so that no caption is read.
    const columns = { draft: 'drafts > 0', reviewed: 'reviewed > 0', flagged: 'flagged > 0' } as const;
    conditions.push({ sql: `(${query.statuses.map((s) => columns[s]).join(' OR ')})`, parameters: [] });
  }
  const present = conditions.filter((c) => c !== undefined);
  const where = present.length > 0 ? `WHERE ${present.map((c) => c.sql).join(' AND ')}` : '';
  const direction = query.descending ? 'DESC' : 'ASC';
  const order = orders[query.sort].map((column) => `${column} ${direction}`).join(', ');
  return { sql: `SELECT id FROM images ${where} ORDER BY ${order}`, parameters: present.flatMap((c) => c.parameters) };
}

function oneOf(column: 'class' | 'split', values: readonly string[]): readonly Condition[] {
  if (values.length === 0) return [];
  return [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, parameters: values }];
}

function textCondition(text: string): Condition | undefined {
  const match = fullTextQuery(text);
  if (match === null) return undefined;
  return { sql: 'id IN (SELECT rowid FROM image_text WHERE image_text MATCH ?)', parameters: [match] };
}

/**
 * Turns typed text into a full-text query, null when it contains no word: every word must occur as the start of a word
 * ("tre" finds "trees"), what stands in double quotes as a phrase. Nothing typed can be an operator or an error.
 * Example: `storage "two tanks"` → `"storage"* AND "two tanks"`.
 */
export function fullTextQuery(text: string): string | null {
  const terms: string[] = [];
  // FTS5 reads its query up to the first NUL: what stands behind one would be cut off, with the closing quote.
  for (const [, phrase, word] of text.replaceAll('\0', ' ').matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
    const term = (phrase ?? word ?? '').trim();
    // A term of punctuation alone has no token: FTS5 would find nothing for it.
    if (!/[\p{L}\p{N}]/u.test(term)) continue;
    terms.push(phrase === undefined ? `"${term}"*` : `"${term}"`);
  }
  return terms.length === 0 ? null : terms.join(' AND ');
}
