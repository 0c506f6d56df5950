import { z } from 'zod';
import { readJsonResource, resourcesDirectory } from '../../text/resources.ts';

const words = z.array(z.string());

const lexiconSchema = z.object({
  /** Names of more than one word, in base form: "storage tank". */
  compounds: words,
  /** Base form of a noun → name of the object: "parkinglot" → "parking lot". */
  names: z.record(z.string(), z.string()),
  /** Wrong spelling → right one; the object's surface keeps the wrong one. */
  misspellings: z.record(z.string(), z.string()),
  /** Words that before a noun describe it, whatever else they can be: "medium", "square", "sand". */
  adjectives: words,
  /** Words that join a following colour: "dark green". */
  shades: words,
  colours: words,
  /** X in "a … X of trees" that says how many: "number", "dozen". */
  quantities: words,
  /** X in "two X of trees" that portions: "row", "piece". The object is the tree. */
  pieces: words,
  /** X in "the X of the river" that is a place in the thing named next: "middle", "side". */
  parts: words,
  /** Nouns that after a preposition only say where: "in the middle", "on the left". */
  locations: words,
  /** Nouns that are never things in an image: "picture", "color", "distance". */
  nonObjects: words,
  /** Nouns that can be seen although WordNet files them under acts or relations: "wave", "mark". */
  visible: words,
  /** Verbs that the tagger often takes for nouns: "the roads separate …". */
  clauseVerbs: words,
  /** Common words, most telling first, that unknown words one letter away are read as. */
  vocabulary: words,
});

/** The word lists of `lexicons/remote-sensing.json`, as sets. */
export interface Lexicon {
  /** First word of a compound → its compounds as word lists, longest first. */
  readonly compounds: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly misspellings: ReadonlyMap<string, string>;
  readonly adjectives: ReadonlySet<string>;
  readonly shades: ReadonlySet<string>;
  readonly colours: ReadonlySet<string>;
  readonly quantities: ReadonlySet<string>;
  readonly pieces: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  readonly locations: ReadonlySet<string>;
  readonly nonObjects: ReadonlySet<string>;
  readonly visible: ReadonlySet<string>;
  readonly clauseVerbs: ReadonlySet<string>;
  readonly vocabulary: readonly string[];
}

/** Reads the remote-sensing lexicon. Throws `AppError` naming the file when it is missing or malformed. */
export function loadLexicon(resources: string = resourcesDirectory()): Lexicon {
  const raw = readJsonResource(resources, 'lexicons/remote-sensing.json', (value) => lexiconSchema.parse(value));
  const compounds = new Map<string, string[][]>();
  for (const compound of raw.compounds) {
    const parts = compound.split(' ');
    const first = parts[0] ?? '';
    compounds.set(first, [...(compounds.get(first) ?? []), parts]);
  }
  for (const list of compounds.values()) list.sort((a, b) => b.length - a.length);
  return {
    compounds,
    names: new Map(Object.entries(raw.names)),
    misspellings: new Map(Object.entries(raw.misspellings)),
    adjectives: new Set(raw.adjectives),
    shades: new Set(raw.shades),
    colours: new Set(raw.colours),
    quantities: new Set(raw.quantities),
    pieces: new Set(raw.pieces),
    parts: new Set(raw.parts),
    locations: new Set(raw.locations),
    nonObjects: new Set(raw.nonObjects),
    visible: new Set(raw.visible),
    clauseVerbs: new Set(raw.clauseVerbs),
    vocabulary: raw.vocabulary,
  };
}
