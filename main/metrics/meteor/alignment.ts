import type { Match, PossibleMatches } from './matches.ts';
import { beamSize } from './parameters.ts';

/** Chosen matches in the order of the reference; no word is in two. */
export interface Alignment {
  readonly matches: readonly Match[];
  /** Runs of matches that are adjacent and in the same order on both sides. */
  readonly chunks: number;
}

interface Chain {
  readonly match: Match;
  readonly before: Chain | null;
}

/** An alignment up to some word of the reference. */
interface Path {
  chosen: Chain | null;
  covered: number;
  /** Chunks that have ended. */
  chunks: number;
  distance: number;
  /** First reference word after the last match. */
  next: number;
  /** First candidate word after the last match, -1 where the last reference word has none. */
  candidateNext: number;
}

/** The value of a match in METEOR's search: weights 1 and ½, cut to whole numbers as its integers cut them. */
const worth = ({ matcher, length, candidateLength }: Match): number =>
  matcher === 0 ? length + candidateLength : Math.floor(length / 2) + Math.floor(candidateLength / 2);

/** More words first, then fewer chunks, then matches that stand at like places. */
const better = (a: Path, b: Path): number => b.covered - a.covered || a.chunks - b.chunks || a.distance - b.distance;

/**
 * The alignment of two captions that covers most words and then has fewest chunks (Denkowski & Lavie 2014, section 2), by
 * METEOR 1.5's beam search over the words of the reference, 40 partial alignments wide. Matches that nothing competes with
 * are taken beforehand.
 *
 * Two habits of the original are kept, because scores differ without them: among competing matches only exact ones count
 * as covered words (½ is cut to 0), so a stem or a synonym that has a rival is taken only where it lengthens a chunk; and a
 * match's distance is charged to the path that goes on without it.
 *
 * @example "the cat sat" against "the cat quietly sat": three matches in two chunks.
 */
export function align(possible: PossibleMatches): Alignment {
  const fixed = possible.from.map((matches) =>
    matches.length === 1 && isFree(matches[0]!, possible) ? matches[0] : null,
  );
  let paths: Path[] = [{ chosen: null, covered: 0, chunks: 0, distance: 0, next: 0, candidateNext: -1 }];
  for (let at = 0; at < possible.from.length; at += 1) {
    if (paths.length > 1) paths.sort(better);
    const going: Path[] = [];
    for (const path of paths.length > beamSize ? paths.slice(0, beamSize) : paths) {
      const certain = fixed[at];
      if (at < path.next) going.push(path);
      else if (certain) {
        path.distance += Math.abs(certain.start - certain.candidateStart);
        going.push(extend(path, certain));
      } else {
        for (const match of possible.from[at]!) {
          if (isTaken(path.chosen, match)) continue;
          going.push(extend({ ...path }, match));
          path.distance += Math.abs(match.start - match.candidateStart);
        }
        going.push(skip(path));
      }
    }
    paths = going;
  }
  paths.sort(better);
  const ended = paths.slice(0, beamSize);
  for (const path of ended) if (path.candidateNext !== -1) path.chunks += 1;
  const [best] = ended.sort(better);
  const matches: Match[] = [];
  for (let link = best?.chosen ?? null; link; link = link.before) matches.push(link.match);
  return { matches: matches.reverse(), chunks: best?.chunks ?? 0 };
}

/** Whether no other match covers a word of this one, on either side. */
function isFree(match: Match, { covered, candidateCovered }: PossibleMatches): boolean {
  for (let at = 0; at < match.length; at += 1) if (covered[match.start + at] !== 1) return false;
  for (let at = 0; at < match.candidateLength; at += 1) {
    if (candidateCovered[match.candidateStart + at] !== 1) return false;
  }
  return true;
}

/** Whether a chosen match has one of the candidate's words; those of the reference are ahead of all chosen. */
function isTaken(chosen: Chain | null, { candidateStart, candidateLength }: Match): boolean {
  for (let link = chosen; link; link = link.before) {
    const { match } = link;
    if (
      match.candidateStart < candidateStart + candidateLength &&
      candidateStart < match.candidateStart + match.candidateLength
    )
      return true;
  }
  return false;
}

function extend(path: Path, match: Match): Path {
  path.chosen = { match, before: path.chosen };
  path.covered += worth(match);
  if (path.candidateNext !== -1 && path.candidateNext !== match.candidateStart) path.chunks += 1;
  path.next = match.start + match.length;
  path.candidateNext = match.candidateStart + match.candidateLength;
  return path;
}

function skip(path: Path): Path {
  if (path.candidateNext !== -1) path.chunks += 1;
  path.candidateNext = -1;
  path.next += 1;
  return path;
}
