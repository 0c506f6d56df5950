import { z } from 'zod';
import { method } from './method.ts';
import { graphComparisonSchema, sceneGraphSchema } from './scene-graph.ts';

/** One caption of an image with its graph, and that graph against the image's other captions (null when it has none). */
export const captionGraphSchema = z
  .object({
    captionId: z.int(),
    text: z.string(),
    graph: sceneGraphSchema,
    comparison: graphComparisonSchema.nullable(),
  })
  .readonly();
export type CaptionGraph = z.infer<typeof captionGraphSchema>;

export const graphs = {
  forImage: method(
    z.object({ imageId: z.int() }),
    z.object({
      parser: z.object({ id: z.string(), version: z.string(), title: z.string() }),
      captions: z.array(captionGraphSchema).readonly(),
    }),
  ),
  parse: method(z.object({ texts: z.array(z.string()).max(1000) }), z.array(sceneGraphSchema).readonly()),
};
