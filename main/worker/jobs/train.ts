import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { type WorkerImage, type WorkerJob, workerImageSchema } from '../../jobs/worker-protocol.ts';
import { createRuleParser } from '../../scene-graph/rule-parser.ts';
import { trainingConfigSchema } from '../../training/config/training-config.ts';
import { trainRun } from '../../training/run.ts';
import type { JobControl } from '../job-control.ts';
import type { Send } from '../send.ts';

const snapshotSchema = z.object({ images: z.array(workerImageSchema) });

/** Trains on the run's frozen dataset. */
export async function runTrainJob(
  job: Extract<WorkerJob, { kind: 'train' }>,
  send: Send,
  control: JobControl,
): Promise<{ readonly stopped: boolean }> {
  const images = readSnapshot(job.snapshotFile);
  const config = trainingConfigSchema.parse(job.config);
  const parser = createRuleParser();
  return trainRun(
    {
      images,
      config,
      modelDirectory: job.modelDirectory,
      weights: job.weights,
      fineTuned: job.fineTuned,
      runDirectory: job.runDirectory,
      cacheDirectory: job.cacheDirectory,
      parse: (texts) => parser.parseSync(texts),
    },
    {
      progress: (stage, done, total, secondsLeft) => void send({ type: 'progress', stage, done, total, secondsLeft }),
      point: (point) => void send({ type: 'points', points: [point] }),
      samples: (phase, epoch, samples) => void send({ type: 'samples', phase, epoch, samples }),
      checkpoint: (checkpoint) => void send({ type: 'checkpoint', checkpoint }),
    },
    control,
  );
}

function readSnapshot(file: string): readonly WorkerImage[] {
  try {
    return snapshotSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).images;
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new AppError('malformed_file', `The run's frozen dataset ${file} cannot be read: ${why}`, { cause });
  }
}
