import { z } from 'zod';
import { signalCatalog } from '../../rewards/catalog.ts';

/** Queries and values of the part that writes, as in Hu et al. 2022, section 4.2; off. */
const usualLora = { rank: 0, alpha: 16, layers: '^(language|decoder)\\..*\\.(q|v)$' } as const;

/** Adaptive learning with its schedule: AdamW, a linear warm-up, then a cosine to `finalShare` of the learning rate. */
const optimizerShape = {
  learningRate: z.number().positive().max(1),
  finalShare: z.number().min(0).max(1),
  warmUpSteps: z.int().min(0).max(100_000),
  weightDecay: z.number().min(0).max(1),
  beta1: z.number().min(0).max(0.9999),
  beta2: z.number().min(0).max(0.99999),
  /** Gradients are scaled down to this global norm; 0 leaves them as they are. */
  clipNorm: z.number().min(0).max(1000),
};

/** Weights by signal id. An unknown one is found out here, not when the phase begins, hours into a run. */
const rewardWeights = z.record(z.string(), z.number().min(-100).max(100)).superRefine((weights, context) => {
  const known = signalCatalog.map(({ id }) => id);
  for (const id of Object.keys(weights).filter((each) => !known.includes(each))) {
    const message = `there is no such learning signal; known: ${known.join(', ')}`;
    context.addIssue({ code: 'custom', path: [id], message });
  }
});

/** A regular expression over names of linear layers. A wrong one is found out before the run begins. */
const layerPattern = z
  .string()
  .min(1)
  .superRefine((pattern, context) => {
    try {
      new RegExp(pattern);
    } catch (cause) {
      context.addIssue({ code: 'custom', message: `it is not a regular expression: ${(cause as Error).message}` });
    }
  });

/** Everything that a run depends on beside its dataset snapshot and the model it starts from. Saved with the run. */
export const trainingConfigSchema = z
  .strictObject({
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    /** `pretrained` goes on from the chosen model, `fresh` draws new weights (the vision tower stays as it is). */
    start: z.enum(['pretrained', 'fresh']),
    /** Rotations and mirror images of each training image: 1, 2 or 8. */
    views: z.literal([1, 2, 8]),
    dropout: z.number().min(0).max(0.9),
    /** A word of the train captions joins the vocabulary when it is seen this often. */
    minimumWordCount: z.int().min(1).max(1000),
    maxNewTokens: z.int().min(4).max(100),
    /** Published models: what blocks compute is computed again for the gradient instead of kept, so that they fit. */
    recomputeBlocks: z.boolean().default(true),
    /** Published models: small changes (LoRA) are trained in place of the model's own weights. Rank 0: its own. */
    lora: z
      .strictObject({
        rank: z.int().min(0).max(256),
        /** The change counts alpha / rank. */
        alpha: z.number().positive().max(1024),
        /** The linear layers to adapt, by their full names. Never the vision tower's: its outputs are cached. */
        layers: layerPattern,
      })
      .default(usualLora),
    crossEntropy: z.strictObject({
      epochs: z.int().min(0).max(1000),
      imagesPerStep: z.int().min(1).max(512),
      captionsPerImage: z.int().min(1).max(20),
      labelSmoothing: z.number().min(0).max(0.9),
      ...optimizerShape,
    }),
    scst: z.strictObject({
      epochs: z.int().min(0).max(1000),
      imagesPerStep: z.int().min(1).max(512),
      samplesPerImage: z.int().min(1).max(64),
      temperature: z.number().min(0.1).max(5),
      baseline: z.enum(['leave-one-out', 'greedy']),
      /** Weight of each learning signal, by its id in main/rewards/catalog.ts. 0 measures a signal without using it. */
      rewards: rewardWeights,
      /** Weight of the divergence from the starting policy, in reward per nat; 0 lets the policy go where rewards take it. */
      klWeight: z.number().min(0).max(100).default(0),
      ...optimizerShape,
    }),
  })
  .refine(({ scst }) => scst.baseline === 'greedy' || scst.samplesPerImage > 1, {
    message: 'the leave-one-out baseline needs at least two samples an image',
    path: ['scst', 'samplesPerImage'],
  })
  .refine(({ crossEntropy, scst }) => crossEntropy.epochs + scst.epochs > 0, {
    message: 'with scst.epochs 0 too there is nothing to train',
    path: ['crossEntropy', 'epochs'],
  })
  .refine(({ scst }) => scst.epochs === 0 || Object.values(scst.rewards).some((weight) => weight !== 0), {
    message: 'self-critical training needs a signal with a weight other than 0',
    path: ['scst', 'rewards'],
  })
  .readonly();
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;
export type OptimizerConfig = Pick<TrainingConfig['crossEntropy'], keyof typeof optimizerShape>;
