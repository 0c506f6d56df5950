import { useEffect, useState } from 'react';
import { useEvent } from '../../app/engine/use-event.ts';
import { hasEnded, isShown } from '../../app/jobs/job-facts.ts';
import { endWords } from './job-words.ts';

/** Long enough to be read aloud, short enough not to be found later by somebody who looks around. */
const keptMs = 10_000;

/** Says when a job ends, to those who hear the window. */
export function JobAnnouncer() {
  const [said, setSaid] = useState<{ readonly id: string; readonly words: string } | null>(null);
  useEvent('job', (job) => {
    if (hasEnded(job) && isShown(job) && said?.id !== job.id) setSaid({ id: job.id, words: endWords(job) });
  });
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), keptMs);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <p className="sr-only" role="status" aria-live="polite" aria-label="Ended jobs">
      {said?.words}
    </p>
  );
}
