import { readFileSync } from 'node:fs';
import { AppError } from '../../errors/app-error.ts';

/** One fact of a graph in FACTUAL's form: one part (a thing) or three (subject, predicate, object). */
export type GoldFact = readonly [thing: string] | readonly [subject: string, predicate: string, object: string];

/** A caption and its graph as the annotators wrote it. */
export interface GoldCaption {
  readonly caption: string;
  readonly graph: string;
}

/**
 * Reads a CSV file with the columns `caption` and `scene_graph`, as FACTUAL publishes its data. Throws `not_found`,
 * `unreadable_file` or `malformed_file` naming the file.
 */
export function readFactualGold(file: string): GoldCaption[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError(
      missing ? 'not_found' : 'unreadable_file',
      missing ? `There is no file ${file}.` : `${file} could not be read.`,
      { cause },
    );
  }
  const [header, ...rows] = csvRows(text);
  const caption = header?.indexOf('caption') ?? -1;
  const graph = header?.indexOf('scene_graph') ?? -1;
  if (caption < 0 || graph < 0)
    throw new AppError(
      'malformed_file',
      `${file} has the columns ${header?.join(', ') || '(none)'}; expected "caption" and "scene_graph" among them.`,
    );
  return rows
    .filter((row) => row.length > Math.max(caption, graph))
    .map((row) => ({ caption: row[caption]!, graph: row[graph]! }));
}

/** Rows of comma-separated values; quoted fields may hold commas, line breaks and doubled quotes (RFC 4180). */
function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

/** The facts of a graph; parts beyond three belong to the predicate, as FACTUAL's evaluation reads them. */
export function goldFacts(graph: string): GoldFact[] {
  return graph
    .split(/\)\s*,\s*\(/)
    .map((fact) => fact.replace(/[()]/g, ' ').split(','))
    .map((parts) => parts.map((part) => part.trim().replace(/\s+/g, ' ')))
    .flatMap((parts): GoldFact[] => {
      if (parts.length >= 3) return [[parts[0]!, parts.slice(1, -1).join(' '), parts.at(-1)!]];
      if (parts.length === 2) return [[parts[0]!, 'is', parts[1]!]];
      return parts[0] ? [[parts[0]]] : [];
    });
}
