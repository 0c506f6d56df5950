import { MessageSquareText } from 'lucide-react';
import { useMemo } from 'react';
import type { Run, RunSample } from '../../../preload/contract/runs.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { WordDiffText } from '../compare/word-diff-text.tsx';
import { type CaptionChange, captionChanges } from './caption-changes.ts';
import { isActive } from './run-facts.ts';
import { phaseTitle } from './run-phase.ts';
import { useRunSamples } from './use-runs.ts';

/** A few images captioned at every checkpoint, to show how training changes the captions. */
export function SamplesTab({ run }: { readonly run: Run }) {
  const samples = useRunSamples(run.id);
  if (samples.isError)
    return <ErrorNotice className="m-3" error={samples.error} onRetry={() => void samples.refetch()} />;
  if (samples.data === undefined) return <EmptyState title="Loading sample captions…" />;
  if (samples.data.length === 0) {
    return (
      <EmptyState icon={MessageSquareText} title="No sample captions yet">
        {isActive(run.state)
          ? 'Every checkpoint captions a few validation images. The first captions appear with the first checkpoint.'
          : 'The run ended before its first checkpoint.'}
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-3">
      <p className="mb-3 text-ink-3 text-xs">
        A few validation images, captioned at every checkpoint, newest caption first. Added words are underlined,
        removed words struck through.
      </p>
      <ul className="flex flex-col gap-3">
        {samples.data.map((sample) => (
          <SampleCard key={sample.imageId} sample={sample} />
        ))}
      </ul>
    </div>
  );
}

function SampleCard({ sample }: { readonly sample: RunSample }) {
  const openImage = useUi((state) => state.openImage);
  const changes = useMemo(() => captionChanges(sample), [sample]);
  return (
    <li className="flex gap-3 rounded-lg border border-line bg-surface p-2.5">
      <button
        type="button"
        onClick={() => openImage(sample.imageId)}
        className="size-24 shrink-0 overflow-hidden rounded-md bg-stage"
      >
        <Thumbnail
          imageId={sample.imageId}
          alt={`Open sample image ${sample.imageId}`}
          className="size-full object-cover"
        />
      </button>
      <ol className="grid min-w-0 flex-1 grid-cols-[minmax(9.5rem,auto)_1fr] content-start gap-x-4 gap-y-1">
        {changes.map((change, index) => (
          <li key={`${change.from.phase} ${change.from.epoch}`} className="contents">
            <span className="whitespace-nowrap pt-0.5 text-ink-3 text-xs">{when(change)}</span>
            <p className={index === 0 ? 'font-medium' : 'text-ink-2'}>
              <WordDiffText segments={change.diff} />
            </p>
          </li>
        ))}
      </ol>
    </li>
  );
}

/** "Cross-entropy 3–6" or "Cross-entropy 12 – SCST 2": the checkpoints over which the caption stayed the same. */
function when({ from, to }: CaptionChange): string {
  const start = `${phaseTitle[from.phase]} ${epochText(from.epoch)}`;
  if (from.phase !== to.phase) return `${start} – ${phaseTitle[to.phase]} ${epochText(to.epoch)}`;
  return from.epoch === to.epoch ? start : `${start}–${epochText(to.epoch)}`;
}
const epochText = (epoch: number) => (Number.isInteger(epoch) ? String(epoch) : epoch.toFixed(1));
