import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sharedJson } from '../../support/shared-data.ts';

export interface GoldObject {
  /** The name with "#2" where it is the second of that name: what relations point at. */
  readonly key: string;
  readonly name: string;
  readonly optional: boolean;
  readonly count: { readonly min: number; readonly max: number | null; readonly optional: boolean } | null;
  readonly attributes: readonly { readonly name: string; readonly optional: boolean }[];
}
export interface GoldTriple {
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
}
/** Any of `readings` will do. */
export interface GoldRelation {
  readonly optional: boolean;
  readonly readings: readonly GoldTriple[];
}
export interface GoldGraph {
  readonly objects: readonly GoldObject[];
  readonly relations: readonly GoldRelation[];
}
export interface GoldCase extends GoldGraph {
  /** "ucm 1119.jpg, sentence 2". */
  readonly id: string;
  readonly text: string;
  readonly words: number;
}

interface Entry {
  readonly dataset: 'ucm' | 'rsicd';
  readonly image: string;
  readonly sentence: number;
  readonly sha256: string;
  readonly words: number;
  readonly objects: string;
  readonly relations: string;
}
interface Karpathy {
  readonly images: readonly { readonly filename: string; readonly sentences: readonly { readonly raw: string }[] }[];
}

/** The gold graphs of one half with their captions, or undefined (and one line said) where the data sets are absent. */
export function goldCases(half: 'tune' | 'held-out'): readonly GoldCase[] | undefined {
  const ucm = sharedJson<Karpathy>('data/ucm-captions/dataset.json');
  const rsicd = sharedJson<Karpathy>('data/rsicd-captions/dataset.json');
  if (ucm === undefined || rsicd === undefined) return undefined;
  const sets = { ucm: byName(ucm), rsicd: byName(rsicd) };
  const entries = JSON.parse(readFileSync(path.join(import.meta.dirname, `${half}.json`), 'utf8')) as Entry[];
  return entries.map((entry) => {
    const id = `${entry.dataset} ${entry.image}, sentence ${entry.sentence}`;
    const text = sets[entry.dataset].get(entry.image)?.[entry.sentence];
    const sha = createHash('sha256')
      .update(text ?? '')
      .digest('hex');
    if (text === undefined || !sha.startsWith(entry.sha256)) throw new Error(`${id}: not the caption that was read`);
    return { id, text, words: entry.words, ...readGold(entry.objects, entry.relations, id) };
  });
}

function byName({ images }: Karpathy): ReadonlyMap<string, readonly string[]> {
  return new Map(images.map(({ filename, sentences }) => [filename, sentences.map(({ raw }) => raw)]));
}

const parts = (text: string, separator: string) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
const mark = (text: string) =>
  text.startsWith('?') ? { optional: true, rest: text.slice(1) } : { optional: false, rest: text };

/** Reads the notation of README.md. Throws naming the entry where a part is none or a relation points at nothing. */
export function readGold(objects: string, relations: string, id = 'gold graph'): GoldGraph {
  const read = parts(objects, ';').map((text) => readObject(text, id));
  const keys = new Set(read.map(({ key }) => key));
  return {
    objects: read,
    relations: parts(relations, ';').map((text) => {
      const { optional, rest } = mark(text);
      return { optional, readings: parts(rest, ' or ').flatMap((reading) => readTriples(reading, keys, id)) };
    }),
  };
}

function readObject(text: string, id: string): GoldObject {
  const { optional, rest } = mark(text);
  const match = /^(?:(\d+)(-)?(\d+)? )?([^()]+?)(?: \((.*)\))?$/.exec(rest);
  // A mark before a digit is the count's: "?4- grass".
  const countIsOptional = optional && /^\d/.test(rest);
  if (match === null) throw new Error(`${id}: "${text}" is not an object`);
  const [, min, open, max, key = '', attributes = ''] = match;
  return {
    key,
    name: key.replace(/#\d+$/, ''),
    optional: optional && !countIsOptional,
    count:
      min === undefined
        ? null
        : { min: Number(min), max: max ? Number(max) : open ? null : Number(min), optional: countIsOptional },
    attributes: parts(attributes, ',').map((part) => {
      const attribute = mark(part);
      return { name: attribute.rest, optional: attribute.optional };
    }),
  };
}

function readTriples(text: string, keys: ReadonlySet<string>, id: string): GoldTriple[] {
  const [subjects, predicate, objects, ...more] = parts(text, '>');
  if (!subjects || !predicate || !objects || more.length > 0) throw new Error(`${id}: "${text}" is not a relation`);
  return parts(subjects, '/').flatMap((subject) =>
    parts(objects, '/').map((object) => {
      for (const end of [subject, object]) if (!keys.has(end)) throw new Error(`${id}: "${end}" is not an object`);
      return { subject, predicate, object };
    }),
  );
}
