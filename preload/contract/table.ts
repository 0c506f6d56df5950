import { z } from 'zod';
import { captions } from './captions.ts';
import { compare, predictionSetSchema } from './compare.ts';
import { detections } from './detections.ts';
import { graphs } from './graphs.ts';
import { images } from './images.ts';
import { jobSchema, jobs } from './jobs.ts';
import { models } from './models.ts';
import { project, projectInfoSchema } from './project.ts';
import { runPointSchema, runSampleSchema, runSchema, runs } from './runs.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';

/** Everything the engine answers. */
export const engineContract = { project, images, captions, graphs, detections, runs, compare, models, jobs, settings };
/** Everything the window can call: the engine's methods and the shell's. */
export const contract = { ...engineContract, shell };

/**
 * The image protocol's requests to the engine; not reachable from the window. The URL of an image is
 * `nadir-image://full/<id>` or `nadir-image://thumbnail/<id>`. A `ticket` names the request, so that it can be given up.
 */
export const imageFileInput = z.object({
  id: z.int(),
  kind: z.enum(['full', 'thumbnail']),
  ticket: z.int().optional(),
});
export const giveUpImageInput = z.object({ ticket: z.int() });
export const imageFileOutput = z.object({ path: z.string(), contentType: z.string() });

/** Events, by name. All come from the engine, except `engine`, which the window's process sends about the engine. */
export const events = {
  project: projectInfoSchema.nullable(),
  /** A job was queued, moved on, changed its state or ended. */
  job: jobSchema,
  /** Captions or facts of these images changed. */
  imagesChanged: z.object({ imageIds: z.array(z.int()).readonly() }),
  /** The rules for matching graphs changed, so every comparison may have. */
  graphsChanged: z.null(),
  /** A run's state, checkpoints or name changed; its progress is told by `job`. */
  run: runSchema,
  runPoints: z.object({ id: z.string(), points: z.array(runPointSchema).readonly() }),
  runSamples: z.object({ id: z.string(), samples: z.array(runSampleSchema).readonly() }),
  predictions: predictionSetSchema,
  engine: z.object({ state: z.enum(['starting', 'ready', 'restarted', 'failed']), message: z.string().nullable() }),
  /** A menu entry or shortcut that the window handles, for example "undo" or "import". */
  command: z.object({ id: z.string() }),
};
export type Events = { readonly [K in keyof typeof events]: z.infer<(typeof events)[K]> };

export type Contract = typeof contract;
export type Namespace = keyof Contract;
/** The input as a caller passes it: defaults may be left out. */
export type Input<N extends keyof C, M extends keyof C[N], C = Contract> = C[N][M] extends {
  input: infer I extends z.ZodType;
}
  ? z.input<I>
  : never;
export type Output<N extends keyof C, M extends keyof C[N], C = Contract> = C[N][M] extends {
  output: infer O extends z.ZodType;
}
  ? z.output<O>
  : never;
/** The same table as functions, as the window's `nadir` object and the engine's client offer it. */
export type Api<C = Contract> = {
  readonly [N in keyof C]: {
    readonly [M in keyof C[N]]: (input: Input<N, M, C>) => Promise<Output<N, M, C>>;
  };
};
/** The engine's side: input is parsed, so defaults are filled in. */
export type Handlers<C = typeof engineContract> = {
  readonly [N in keyof C]: {
    readonly [M in keyof C[N]]: C[N][M] extends { input: infer I extends z.ZodType; output: infer O extends z.ZodType }
      ? (input: z.output<I>) => Promise<z.output<O>> | z.output<O>
      : never;
  };
};

/** An error as it crosses a process boundary. */
export const wireErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type WireError = z.infer<typeof wireErrorSchema>;

/** The object that the preload puts on `window.nadir`. */
export interface Bridge {
  readonly api: Api;
  on<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): () => void;
  /** The path of a dropped file. */
  pathForFile(file: unknown): string;
}
