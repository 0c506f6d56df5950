import { z } from 'zod';
import { type ImportReport, importFormatSchema } from '../../../preload/contract/project.ts';
import type { Output } from '../../../preload/contract/table.ts';
import type { ImportPlan } from '../../dataset/plan-import.ts';
import type { JobKind, RunningJob } from '../../jobs/job-kind.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { ImageInspector } from './image-inspector.ts';
import { type ImportRequest, planFor, refuseEmpty, writePlan } from './import-captions.ts';

const inputSchema = z
  .object({ format: importFormatSchema, captionsFile: z.string(), imagesDirectory: z.string() })
  .readonly();

export interface ImportKinds {
  /** Works out what an import would do; writes nothing. */
  readonly check: JobKind<ImportRequest, ImportReport>;
  /** All of an import or, when it fails or is cancelled, nothing. */
  readonly import: JobKind<ImportRequest, Output<'project', 'import'>>;
}

/**
 * Imports and their checks. Neither is begun again after a restart: it names files of a moment that may be gone or changed.
 * `imported` is called when the project holds the new images.
 */
export function importKinds(context: EngineContext, imported: () => void): ImportKinds {
  const inspector = new ImageInspector();
  const plan = ({ input, signal, progress }: RunningJob<ImportRequest>): Promise<ImportPlan> =>
    context.hold((store) => planFor(store, input, inspector, { signal, progress }));
  const common = {
    resource: 'disk',
    concurrency: 1,
    canPause: false,
    scope: 'project',
    survives: false,
    endsBy: 'cancel',
    input: inputSchema,
  } as const;
  return {
    check: {
      ...common,
      id: 'import-check',
      run: async (job) => ({ state: 'finished', result: (await plan(job)).report }),
    },
    import: {
      ...common,
      id: 'import',
      async run(job) {
        const planned = await plan(job);
        refuseEmpty(planned);
        job.signal.throwIfAborted();
        job.progress('Saving', 0, 1);
        const { images, captions } = writePlan(context.project(), planned);
        job.progress('Saving', 1, 1);
        inspector.forget();
        imported();
        return {
          state: 'finished',
          reason: `${images} images and ${captions} captions were imported.`,
          result: { images, captions, report: planned.report },
        };
      },
    },
  };
}
