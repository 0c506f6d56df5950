import { z } from 'zod';
import { sceneGraphSchema } from '../../preload/contract/scene-graph.ts';

/** Messages between the engine (or the command line) and a worker process. Both sides import this one definition. */
export const protocolVersion = 1;

/** One image as a worker sees it; `captions` are the references, raw as the analyst wrote them. */
export const workerImageSchema = z
  .object({
    id: z.int(),
    path: z.string(),
    split: z.string(),
    class: z.string().nullable(),
    captions: z.array(z.string()).readonly(),
    /** Detectors' counts in it, by object. */
    detected: z.record(z.string(), z.int()).optional(),
  })
  .readonly();
export type WorkerImage = z.infer<typeof workerImageSchema>;

export const decodingSchema = z
  .object({
    strategy: z.enum(['greedy', 'beam', 'sample']).default('greedy'),
    beams: z.int().min(1).max(20).default(5),
    temperature: z.number().positive().default(1),
    maxNewTokens: z.int().min(1).max(200).default(40),
    seed: z.int().default(1),
  })
  .readonly();
export type Decoding = z.infer<typeof decodingSchema>;

/** Weights of a model that are not in its folder, and trained ones that are laid over them. */
const weightFiles = { weights: z.string().optional(), fineTuned: z.array(z.string()).readonly().optional() };

/** The work of one worker process. `cacheDirectory` holds features of frozen towers and may be deleted at any time. */
export const workerJobSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('train'),
    runId: z.string(),
    /** File written when the run was made: `{ images: WorkerImage[] }`. The worker reads the dataset from nowhere else. */
    snapshotFile: z.string(),
    /** Folder that receives `checkpoints/<name>/{model.safetensors,config.json,…}`; created when absent. */
    runDirectory: z.string(),
    cacheDirectory: z.string(),
    /** Folder of the model that training starts from. */
    modelDirectory: z.string(),
    ...weightFiles,
    /** A training configuration, checked by `main/training/config/training-config.ts`. */
    config: z.record(z.string(), z.unknown()),
  }),
  z.object({
    kind: z.literal('caption'),
    modelDirectory: z.string(),
    ...weightFiles,
    cacheDirectory: z.string(),
    images: z.array(workerImageSchema).readonly(),
    decoding: decodingSchema,
  }),
  /**
   * Captions without a language model, to read scores against; they come as `captions` events. `train` is where the
   * sentences come from. Images that the method has no caption for are left out.
   */
  z.object({
    kind: z.literal('baseline'),
    method: z.enum(['nearest-neighbour', 'class-template', 'class-oracle']),
    cacheDirectory: z.string(),
    train: z.array(workerImageSchema).readonly(),
    images: z.array(workerImageSchema).readonly(),
  }),
  /** Computes and caches the features of images, in so many views of each. */
  z.object({
    kind: z.literal('features'),
    modelDirectory: z.string(),
    ...weightFiles,
    cacheDirectory: z.string(),
    images: z.array(workerImageSchema).readonly(),
    views: z.literal([1, 2, 8]),
  }),
  /** Writes a published model as a whole into `directory`, which the worker makes, and of which a failure leaves nothing. */
  z.object({ kind: z.literal('export'), modelDirectory: z.string(), ...weightFiles, directory: z.string() }),
  z.object({ kind: z.literal('describe') }),
  /**
   * A parser that stays: it loads, says `ready`, and answers `parse` requests in order until it is stopped.
   * `modelDirectory` names the parser; `resourcesDirectory` holds lexicons.
   */
  z.object({ kind: z.literal('parse'), modelDirectory: z.string(), resourcesDirectory: z.string() }),
]);
export type WorkerJob = z.infer<typeof workerJobSchema>;

/** One point of the live curves. `values` holds what applies: loss, reward, greedyReward, entropy, length, learningRate. */
export const trainingPointSchema = z
  .object({
    phase: z.enum(['cross-entropy', 'scst']),
    step: z.int(),
    epoch: z.number(),
    values: z.record(z.string(), z.number()),
  })
  .readonly();
export type TrainingPoint = z.infer<typeof trainingPointSchema>;

/** A saved model: its folder, and the validation metrics that it was judged by. */
export const checkpointSchema = z
  .object({
    name: z.string(),
    phase: z.enum(['cross-entropy', 'scst']),
    epoch: z.number(),
    step: z.int(),
    directory: z.string(),
    metrics: z.record(z.string(), z.number()),
    best: z.boolean(),
  })
  .readonly();
export type Checkpoint = z.infer<typeof checkpointSchema>;

export const deviceSchema = z
  .object({ device: z.string(), library: z.string(), libraryVersion: z.string(), reason: z.string() })
  .readonly();
export type Device = z.infer<typeof deviceSchema>;

/** Engine to worker. */
export const workerRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), sequence: z.int(), version: z.literal(protocolVersion), job: workerJobSchema }),
  z.object({ type: z.literal('pause'), sequence: z.int() }),
  z.object({ type: z.literal('resume'), sequence: z.int() }),
  /** Read captions; a `graphs` event with the same `id` answers. */
  z.object({ type: z.literal('parse'), sequence: z.int(), id: z.int(), texts: z.array(z.string()).readonly() }),
  /** Finish the step, save a checkpoint, then send `done`. */
  z.object({ type: z.literal('stop'), sequence: z.int() }),
]);
export type WorkerRequest = z.infer<typeof workerRequestSchema>;

/** Worker to engine. Every job ends with exactly one `done` or `failed`; a process that exits without one has crashed. */
export const workerEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    sequence: z.int(),
    stage: z.string(),
    done: z.number(),
    total: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ type: z.literal('paused'), sequence: z.int() }),
  z.object({ type: z.literal('resumed'), sequence: z.int() }),
  z.object({ type: z.literal('points'), sequence: z.int(), points: z.array(trainingPointSchema).readonly() }),
  z.object({
    type: z.literal('samples'),
    sequence: z.int(),
    epoch: z.number(),
    phase: z.enum(['cross-entropy', 'scst']),
    samples: z.array(z.object({ imageId: z.int(), caption: z.string() })).readonly(),
  }),
  z.object({ type: z.literal('checkpoint'), sequence: z.int(), checkpoint: checkpointSchema }),
  z.object({
    type: z.literal('captions'),
    sequence: z.int(),
    captions: z.array(z.object({ imageId: z.int(), caption: z.string() })).readonly(),
  }),
  z.object({ type: z.literal('device'), sequence: z.int(), device: deviceSchema }),
  z.object({ type: z.literal('ready'), sequence: z.int() }),
  /** One graph a text, and its facts as FACTUAL writes them. */
  z.object({
    type: z.literal('graphs'),
    sequence: z.int(),
    id: z.int(),
    graphs: z.array(sceneGraphSchema).readonly(),
    factual: z.array(z.string()).readonly(),
  }),
  z.object({ type: z.literal('done'), sequence: z.int(), stopped: z.boolean() }),
  z.object({ type: z.literal('failed'), sequence: z.int(), code: z.string(), message: z.string() }),
]);
export type WorkerEvent = z.infer<typeof workerEventSchema>;
