import type { Span } from '../../../preload/contract/scene-graph.ts';
import type { VerbItem } from './items.ts';

/** Objects by index. */
export type Group = readonly number[];

/** A predicate that waits for its object. `subjects` null: it stands before its subject ("under the bridge is a boat"). */
export interface Pending {
  readonly subjects: Group | null;
  readonly words: readonly string[];
  readonly span: Span;
  readonly verb: VerbItem | null;
  readonly sense: 'place' | 'comparison' | 'absence';
}

export const reciprocals = new Set('each other another one'.split(' '));
/** Participles that "with" completes; after others it starts something new ("arranged neatly with a road beside"). */
export const completedByWith = new Set(
  (
    'surrounded semi-surrounded covered filled decorated equipped integrated lined connected planted dotted mixed made composed ' +
    'interspersed combined coloured colored paved painted marked crowded packed linked scattered rimmed separated adorned ' +
    'overgrown dotted studded bordered littered intersected alternated crammed stuffed fused blended'
  ).split(' '),
);
/** Say only that a thing is somewhere. */
export const placeVerbs = new Set('located situated seen found placed set made including'.split(' '));
/** After "a church with a red roof" these tell the church's place; "on" and "over" tell the roof's. */
export const leavesWith = new Set(
  'near next beside besides aside by close closed between along alongside behind adjacent opposite'.split(' '),
);
/** With "it" these are about the thing that a caption is about, not about its place. */
export const aroundThings = new Set('beside besides next near around alongside surround'.split(' '));
/** Verbs of a clause such as "an area with a road goes through it", whatever their number. */
export const motions = new Set(['go', 'run', 'flow', 'pass', 'cross', 'come', 'wind', 'lead', 'surround']);
/** Last words of places large enough to hold a scene: "in a school" tells where all of it is. */
export const scenes = new Set(
  (
    'area airport park district region zone school campus resort city town village harbor port station neighborhood ' +
    'suburb countryside desert factory community picture'
  ).split(' '),
);

/** "parked on" keeps its participle, "run on" and "cross" take the base form; a participle with a plain object was a past. */
export function predicateOf({ words, verb }: Pending, hasObject: boolean): string {
  if (verb === null) return words.join(' ');
  const [first, ...rest] = words;
  const keep = verb.form === 'participle' && (rest.length > 0 || !hasObject);
  return [keep ? first : verb.lemma, ...rest].join(' ');
}
