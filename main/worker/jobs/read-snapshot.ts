import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ontologySchema } from '../../../preload/contract/ontology.ts';
import { sceneGraphSchema } from '../../../preload/contract/scene-graph.ts';
import { AppError } from '../../errors/app-error.ts';
import { faultOf, inWords } from '../../errors/faults-in-words.ts';
import { workerImageSchema } from '../../jobs/worker-protocol.ts';

/** The file that `main/jobs/dataset-snapshot.ts` writes; older runs have images only. */
const snapshotSchema = z.object({
  ontology: ontologySchema.nullable().default(null),
  corrections: z.record(z.string(), sceneGraphSchema).default({}),
  images: z.array(workerImageSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** A run's frozen dataset. Throws `malformed_file` naming the file and what is wrong with it. */
export function readSnapshot(file: string): Snapshot {
  try {
    return snapshotSchema.parse(JSON.parse(readFileSync(file, 'utf8')), inWords);
  } catch (cause) {
    const why = cause instanceof z.ZodError ? faultOf(cause) : (cause as Error).message;
    throw new AppError('malformed_file', `The run's frozen dataset ${file} cannot be read: ${why}`, { cause });
  }
}
