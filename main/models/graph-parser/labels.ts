import { z } from 'zod';

/**
 * The network's labels for a caption. Positions count the caption's words from 1; position 0 is a virtual word that stands
 * for a thing that no word names ("( man , hold , camera )" for "man taking a picture").
 */

/** labels.json of a parser's folder: wordings learned from the training data, most common first. */
export const labelsSchema = z
  .object({
    /** The graph word of a caption's word: "two" → "2", "someone" → "person". */
    replacements: z.array(z.string().min(1)).readonly(),
    /** Predicates; `verbSlot` stands for the base form of a verb that is pointed at. */
    templates: z.array(z.string().min(1)).readonly(),
  })
  .readonly();
export type Labels = z.infer<typeof labelsSchema>;

export const verbSlot = '<V>';

/** Operations that turn a word into its word in the graph; number `operation.replaced + r` is the labels' replacement r. */
export const operation = { same: 0, verb: 1, replaced: 2 } as const;

/** The join of a word with the one before it, when it belongs to the name of a thing: "storage tank", "surf board" → surfboard. */
export const join = { starts: 0, spaced: 1, glued: 2, hyphenated: 3 } as const;
export const joins = 4;

/** The link of an ordered pair of words that are both heads of names. */
export const link = { none: 0, attribute: 1, relation: 2, alone: 3 } as const;
export const links = 4;

/** A relation between the things at two positions; `verb` is the position of the template's verb, −1 without one. */
export interface RelationLabel {
  readonly subject: number;
  readonly object: number;
  readonly template: number;
  readonly verb: number;
}

/** A link of another kind: an attribute of a thing, or a thing of which nothing is said, at `from` = `to`. */
export interface LinkLabel {
  readonly kind: typeof link.attribute | typeof link.alone;
  readonly from: number;
  readonly to: number;
}

/** A caption's whole labelling; the arrays have one value a position, the virtual word's first. */
export interface CaptionLabels {
  readonly operations: Int32Array;
  readonly joins: Int32Array;
  readonly links: readonly LinkLabel[];
  readonly relations: readonly RelationLabel[];
}
