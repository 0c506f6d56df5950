import { z } from 'zod';

/** Character offsets into the caption, end exclusive. */
export const spanSchema = z.tuple([z.int().nonnegative(), z.int().nonnegative()]).readonly();
export type Span = z.infer<typeof spanSchema>;

/**
 * How many of an object a caption states: an exact number has `min === max`; "several", "many" and the like are a range,
 * `max: null` meaning open. `text` is the wording and `span` where it stands, where that is known. No stated count is `null`
 * on the object, never 1.
 */
export const countSchema = z
  .object({
    min: z.int().nonnegative(),
    max: z.int().nonnegative().nullable(),
    text: z.string(),
    span: spanSchema.optional(),
  })
  .readonly();
export type Count = z.infer<typeof countSchema>;

export const attributeSchema = z.object({ name: z.string(), span: spanSchema }).readonly();
export type Attribute = z.infer<typeof attributeSchema>;

/** `name` is the lemma ("storage tank"), `surface` the words of the caption ("storage tanks"). */
export const graphObjectSchema = z
  .object({
    name: z.string(),
    surface: z.string(),
    spans: z.array(spanSchema).readonly(),
    count: countSchema.nullable(),
    attributes: z.array(attributeSchema).readonly(),
  })
  .readonly();
export type GraphObject = z.infer<typeof graphObjectSchema>;

/** `subject` and `object` are indices into the graph's objects. */
export const relationSchema = z
  .object({ subject: z.int().nonnegative(), predicate: z.string(), object: z.int().nonnegative(), span: spanSchema })
  .readonly();
export type Relation = z.infer<typeof relationSchema>;

export const sceneGraphSchema = z
  .object({ objects: z.array(graphObjectSchema).readonly(), relations: z.array(relationSchema).readonly() })
  .readonly();
/** The scene graph of one caption, as the interface, the metrics and the rewards see it. */
export type SceneGraph = z.infer<typeof sceneGraphSchema>;

/** The reason two objects count as the same: the rule and its score in 0…1. */
export const matchReasonSchema = z
  .object({
    rule: z.enum(['lemma', 'group', 'synonym', 'hypernym', 'compound', 'near', 'fuzzy']),
    score: z.number().min(0).max(1),
  })
  .readonly();
export type MatchReason = z.infer<typeof matchReasonSchema>;

/** The same for a person to read: `because` says what speaks for it, as part of a sentence. */
export const matchExplanationSchema = z.object({ ...matchReasonSchema.unwrap().shape, because: z.string() }).readonly();
export type MatchExplanation = z.infer<typeof matchExplanationSchema>;

/** An object of one of the references' graphs, by indices: where its words and its spans are found. */
export const mentionSchema = z.object({ caption: z.int(), object: z.int() }).readonly();
export type Mention = z.infer<typeof mentionSchema>;

/**
 * One object of the merged references: which captions name it, where, and the counts they state. One that only the image's
 * count dictionary knows has no captions and no mentions.
 */
export const referenceObjectSchema = z
  .object({
    name: z.string(),
    captions: z.array(z.int()).readonly(),
    mentions: z.array(mentionSchema).readonly(),
    counts: z.array(countSchema).readonly(),
  })
  .readonly();
export type ReferenceObject = z.infer<typeof referenceObjectSchema>;

/**
 * A candidate's graph against the merged graphs of its references: indices into the candidate's objects and into
 * `references`. Hallucinated means named in no reference, missing means named in a reference and not by the candidate.
 */
export const graphComparisonSchema = z
  .object({
    references: z.array(referenceObjectSchema).readonly(),
    matched: z
      .array(z.object({ candidate: z.int(), reference: z.int(), reason: matchReasonSchema }).readonly())
      .readonly(),
    missing: z.array(z.int()).readonly(),
    hallucinated: z.array(z.int()).readonly(),
    /** Objects whose counts both sides state exactly, equal ones included; a candidate's namesakes once, with their sum. */
    countDifferences: z
      .array(
        z
          .object({ candidate: z.int(), reference: z.int(), candidateCount: z.number(), referenceCount: z.number() })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type GraphComparison = z.infer<typeof graphComparisonSchema>;

/** A statement of a reference about an object or two of them, with its places. */
const relationMentionSchema = z.object({ caption: z.int(), relation: z.int() }).readonly();
const attributeMentionSchema = z.object({ caption: z.int(), object: z.int(), attribute: z.int() }).readonly();

/**
 * Attributes and relations of a candidate and its references. Indices on the candidate's side are those of its graph, on the
 * references' side those of `references` of the comparison it goes with; mentions lead to the spans in the references.
 */
export const graphDetailsSchema = z
  .object({
    /** One entry a matched object of the candidate. */
    attributes: z
      .array(
        z
          .object({
            candidate: z.int(),
            reference: z.int(),
            shared: z.array(z.int()).readonly(),
            /** Stated by the candidate, by no reference. */
            unsupported: z.array(z.int()).readonly(),
            /** Stated by a reference, not by the candidate. */
            missing: z
              .array(z.object({ name: z.string(), mentions: z.array(attributeMentionSchema).readonly() }).readonly())
              .readonly(),
          })
          .readonly(),
      )
      .readonly(),
    relations: z
      .object({
        shared: z
          .array(z.object({ relation: z.int(), mentions: z.array(relationMentionSchema).readonly() }).readonly())
          .readonly(),
        unsupported: z.array(z.int()).readonly(),
        missing: z
          .array(
            z
              .object({
                subject: z.int(),
                predicate: z.string(),
                object: z.int(),
                mentions: z.array(relationMentionSchema).readonly(),
              })
              .readonly(),
          )
          .readonly(),
      })
      .readonly(),
  })
  .readonly();
export type GraphDetails = z.infer<typeof graphDetailsSchema>;
