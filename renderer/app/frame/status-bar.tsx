import { ImageOff } from 'lucide-react';
import type { ProjectInfo } from '../../../preload/contract/project.ts';
import { JobAnnouncer } from '../../features/jobs/job-announcer.tsx';
import { JobsButton } from '../../features/jobs/jobs-button.tsx';
import { counted } from '../words/format.ts';

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
        </>
      )}
      <JobsButton />
      <JobAnnouncer />
    </footer>
  );
}
