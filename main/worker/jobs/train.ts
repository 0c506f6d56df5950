import { inWords } from '../../errors/faults-in-words.ts';
import type { WorkerJob } from '../../jobs/worker-protocol.ts';
import { adoptOntology } from '../../scene-graph/match.ts';
import { createRuleParser } from '../../scene-graph/rule-parser.ts';
import { trainingConfigSchema } from '../../training/config/training-config.ts';
import { trainRun } from '../../training/run.ts';
import type { JobControl, Send } from '../job-control.ts';
import { readSnapshot } from './read-snapshot.ts';

/** Trains on the run's frozen dataset, whose captions are read and matched as its project does. */
export async function runTrainJob(
  job: Extract<WorkerJob, { kind: 'train' }>,
  send: Send,
  control: JobControl,
): Promise<{ readonly stopped: boolean }> {
  const { images, ontology, corrections } = readSnapshot(job.snapshotFile);
  adoptOntology(ontology);
  const config = trainingConfigSchema.parse(job.config, inWords);
  const parser = createRuleParser();
  const corrected = new Map(Object.entries(corrections));
  return trainRun(
    {
      images,
      config,
      modelDirectory: job.modelDirectory,
      weights: job.weights,
      fineTuned: job.fineTuned,
      runDirectory: job.runDirectory,
      cacheDirectory: job.cacheDirectory,
      // As the project shows them: what a person corrected wins over the parser.
      parse: (texts) => texts.map((text) => corrected.get(text) ?? parser.parseSync([text])[0]!),
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
