import { z } from 'zod';
import { jobIdSchema } from './jobs.ts';
import { method } from './method.ts';
import { ontologySchema } from './ontology.ts';
import { graphComparisonSchema, graphDetailsSchema, matchExplanationSchema, sceneGraphSchema } from './scene-graph.ts';

/** One caption of an image with its graph, and that graph against the image's other captions (null when it has none). */
export const captionGraphSchema = z
  .object({
    captionId: z.int(),
    text: z.string(),
    graph: sceneGraphSchema,
    /** Author and time of the correction; null where the graph is the parser's. */
    corrected: z.object({ author: z.string(), at: z.string() }).readonly().nullable(),
    /** Captions that are the references, in the order that `comparison` and `details` number them by. */
    referenceIds: z.array(z.int()).readonly(),
    comparison: graphComparisonSchema.nullable(),
    details: graphDetailsSchema.nullable(),
  })
  .readonly();
export type CaptionGraph = z.infer<typeof captionGraphSchema>;

/** One entry of an image's count dictionary, and whose word it is. */
export const objectCountSchema = z
  .object({
    name: z.string(),
    count: z.int(),
    from: z.enum(['captions', 'detector']),
    /** The detector's count where the captions' number holds; otherwise null. */
    detected: z.int().nullable(),
  })
  .readonly();
export type ObjectCount = z.infer<typeof objectCountSchema>;

const parserSchema = z.object({ id: z.string(), version: z.string(), title: z.string() }).readonly();

/** "rules", the folder of a neural parser (Nadir's or a FACTUAL checkpoint), or null for the one that Nadir brings. */
const parserChoiceSchema = z.string().min(1).nullable();

export const graphs = {
  forImage: method(
    z.object({ imageId: z.int() }),
    z.object({
      parser: parserSchema,
      captions: z.array(captionGraphSchema).readonly(),
      /** From all captions of the image and imported detections; captions win where both count an object. */
      counts: z.array(objectCountSchema).readonly(),
    }),
  ),
  parse: method(z.object({ texts: z.array(z.string()).max(1000) }), z.array(sceneGraphSchema).readonly()),
  parser: method(z.object({}), z.object({ parser: parserSchema, choice: parserChoiceSchema })),
  /** From now on captions are read by this one; graphs of others are kept, and made anew where they are asked for. */
  chooseParser: method(z.object({ choice: parserChoiceSchema }), parserSchema),
  /** Parses every caption whose graph is not kept yet. What was done stays when it is cancelled. */
  parseAll: method(
    z.object({ jobId: jobIdSchema.optional() }),
    z.object({
      parser: parserSchema,
      /** Different captions, how many of them were parsed now, and how many are still lacking: more than 0 when cancelled. */
      texts: z.int(),
      parsed: z.int(),
      left: z.int(),
      corrected: z.int(),
    }),
  ),
  /** Puts `graph` in the place of the parser's, for every caption of this text. An edit: it can be undone. */
  correct: method(z.object({ captionId: z.int(), graph: sceneGraphSchema }), z.null()),
  /** Goes back to the parser's graph. */
  uncorrect: method(z.object({ captionId: z.int() }), z.null()),
  /** Corrections that the caption's text had, newest first; a null graph went back to the parser's. */
  history: method(
    z.object({ captionId: z.int() }),
    z.array(z.object({ at: z.string(), author: z.string(), graph: sceneGraphSchema.nullable() }).readonly()).readonly(),
  ),
  /** The synonym groups that the project matches by. */
  ontology: method(z.object({}), z.object({ ontology: ontologySchema, isOwn: z.boolean() })),
  /** Null goes back to the groups that ship with Nadir. */
  setOntology: method(z.object({ ontology: ontologySchema.nullable() }), z.null()),
  /** The reason each pair of names counts as the same thing, or null. */
  explain: method(
    z.object({ pairs: z.array(z.tuple([z.string().max(200), z.string().max(200)])).max(500) }),
    z.array(matchExplanationSchema.nullable()).readonly(),
  ),
};
