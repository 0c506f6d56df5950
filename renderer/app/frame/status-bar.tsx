import { ImageOff } from 'lucide-react';
import type { ProjectInfo } from '../../../preload/contract/project.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useRunningJob } from '../jobs/use-running-job.ts';
import { useUi } from '../navigation/ui-store.ts';
import { counted } from '../words/format.ts';
import { timeLeft } from '../words/time-left.ts';

interface Props {
  readonly info: ProjectInfo | null;
  readonly onFindMissing: () => Promise<void>;
}

/** The size of the project on the left, what works in the background on the right. */
export function StatusBar({ info, onFindMissing }: Props) {
  return (
    <footer className="flex h-6.5 shrink-0 items-center gap-4 border-line border-t bg-surface px-3 text-ink-2 text-xs">
      {info && (
        <>
          <span className="tabular shrink-0">{counted(info.images, 'image')}</span>
          <span className="tabular shrink-0">{counted(info.captions, 'caption')}</span>
          {info.missingImages > 0 && (
            <button
              type="button"
              onClick={() => void onFindMissing()}
              className="flex shrink-0 items-center gap-1 rounded-xs text-warn hover:underline"
            >
              <ImageOff size={13} aria-hidden />
              {counted(info.missingImages, 'image file')} missing. Find…
            </button>
          )}
          <RunningJob />
        </>
      )}
    </footer>
  );
}

function RunningJob() {
  const job = useRunningJob();
  const showScreen = useUi((state) => state.showScreen);
  if (!job) return <span className="ml-auto text-ink-3">No job running</span>;
  return (
    <button
      type="button"
      onClick={() => showScreen(job.screen)}
      className="tabular ml-auto flex min-w-0 items-center gap-2 rounded-xs hover:text-ink"
    >
      <span className="truncate">{job.title}</span>
      <span className="shrink-0 text-ink-3">{job.stage}</span>
      {job.total > 0 && <ProgressBar label={job.title} done={job.done} total={job.total} className="w-28 shrink-0" />}
      {job.total > 0 && <span className="shrink-0">{Math.floor((100 * job.done) / job.total)} %</span>}
      {job.secondsLeft !== null && <span className="shrink-0 text-ink-3">{timeLeft(job.secondsLeft)}</span>}
      {job.more > 0 && <span className="shrink-0 text-ink-3">and {job.more} more</span>}
    </button>
  );
}
