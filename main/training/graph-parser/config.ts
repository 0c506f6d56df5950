import { z } from 'zod';
import { defaultGraphParserConfig, graphParserConfigSchema } from '../../models/graph-parser/config.ts';

/** The settings of the parser's training. Saved with the training's state; a resumed training keeps it. */
export const parserTrainingSchema = z
  .object({
    network: graphParserConfigSchema.default(defaultGraphParserConfig),
    seed: z.int().default(1),
    epochs: z.int().min(1).default(40),
    /** Words and pairs of words a step: about 150 captions of eight words. */
    positionsPerStep: z.int().min(16).default(1300),
    pairsPerStep: z.int().min(64).default(16_000),
    learningRate: z.number().positive().default(2e-3),
    finalShare: z.number().min(0).max(1).default(0.02),
    warmUpSteps: z.int().min(0).default(500),
    weightDecay: z.number().min(0).default(0.02),
    beta1: z.number().default(0.9),
    beta2: z.number().default(0.98),
    clipNorm: z.number().default(5),
    dropout: z.number().min(0).max(0.9).default(0.25),
    wordDropout: z.number().min(0).max(1).default(0.1),
    /** Share of a caption's things that become another thing. */
    thingRate: z.number().min(0).max(1).default(0.25),
    attributeRate: z.number().min(0).max(1).default(0.1),
    /** Share of captions that are joined with another, so that long ones are met too. */
    joinRate: z.number().min(0).max(1).default(0.15),
    longest: z.int().min(8).default(32),
    /** Captions read by another parser, drawn for each epoch from those given. */
    silverPerEpoch: z.int().min(0).default(3500),
    averageDecay: z.number().min(0).max(0.99999).default(0.998),
    /** Words seen this often get an embedding of their own. */
    leastWordCount: z.int().min(1).default(2),
    /** Published vectors that are kept, most common words first, beside those of words in the training data. */
    commonVectors: z.int().min(0).default(16_000),
  })
  .readonly();
export type ParserTraining = z.infer<typeof parserTrainingSchema>;
