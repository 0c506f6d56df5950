import { diffArrays } from 'diff';
import type { Caption } from '../../../preload/contract/captions.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import { dateTime } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { WordDiffText } from '../compare/word-diff-text.tsx';
import type { CaptionActions } from './use-captions.ts';

interface Props {
  readonly caption: Caption;
  readonly number: number;
  readonly actions: CaptionActions;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The edits of a caption with author and time; any earlier text can be restored. */
export function HistoryDialog({ caption, number, actions, open, onOpenChange }: Props) {
  const history = useApiQuery('captions', 'history', { id: caption.id }, { enabled: open });
  const restore = (text: string) => {
    // On failure the dialog stays open; the caption shows the reason when it is saved again.
    actions.save(caption.id, text).then(
      () => onOpenChange(false),
      () => void history.refetch(),
    );
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`History of caption ${number}`} description={caption.text}>
      {history.isError && <ErrorNotice error={history.error} onRetry={() => void history.refetch()} />}
      {history.data?.length === 0 && <p className="text-ink-2">No edits since the import.</p>}
      <ol>
        {history.data?.map((entry) => {
          const { before } = entry;
          return (
            <li key={entry.at + entry.before + entry.after} className="border-line border-b py-2.5 last:border-0">
              <div className="flex items-baseline gap-2 text-ink-3 text-xs">
                <span className="font-medium text-ink-2">{entry.author}</span>
                <time dateTime={entry.at}>{dateTime(entry.at)}</time>
                {before !== null && before !== caption.text && (
                  <Button variant="ghost" size="sm" className="ml-auto" onClick={() => restore(before)}>
                    Restore earlier text
                  </Button>
                )}
              </div>
              <p className="mt-1">
                <Change before={entry.before} after={entry.after} />
              </p>
            </li>
          );
        })}
      </ol>
    </Dialog>
  );
}

function Change({ before, after }: { readonly before: string | null; readonly after: string | null }) {
  if (before === null && after === null) return 'Changed';
  if (before === null) return <>Added: {after}</>;
  if (after === null) return <>Deleted: {before}</>;
  const changes = diffArrays(before.split(/\s+/u), after.split(/\s+/u));
  return (
    <WordDiffText
      segments={changes.map((change) => ({
        kind: change.added ? 'added' : change.removed ? 'removed' : 'same',
        text: change.value.join(' '),
      }))}
    />
  );
}
