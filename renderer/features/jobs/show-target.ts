import type { Job } from '../../../preload/contract/jobs.ts';
import { hasEnded } from '../../app/jobs/job-facts.ts';

/** Where what a job makes can be seen. */
export type ShowTarget =
  | { readonly place: 'train'; readonly runId: string }
  | { readonly place: 'compare'; readonly modelId: string; readonly split: string }
  | { readonly place: 'browse' | 'models' }
  | { readonly place: 'folder'; readonly path: string };

/** The place to go to from a job; null where it has made nothing yet, or nothing that can be shown. */
export function showTarget(job: Job): ShowTarget | null {
  const { kind, subject, output } = job;
  const whole = job.state === 'finished';
  switch (kind) {
    case 'training':
      return subject.run === null ? null : { place: 'train', runId: subject.run };
    case 'captioning':
      // A captioning that was cancelled leaves nothing.
      if (subject.model === null || subject.split === null || (hasEnded(job) && !whole)) return null;
      return { place: 'compare', modelId: subject.model, split: subject.split };
    case 'import':
    case 'parsing':
    case 'features':
      return whole ? { place: 'browse' } : null;
    case 'export':
    case 'model-export':
      return whole && output !== null ? { place: 'folder', path: output } : null;
    case 'model-download':
      return { place: 'models' };
    case 'import-check':
      return null;
  }
}
