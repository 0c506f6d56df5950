import { type KeyboardEvent, type RefObject, useRef } from 'react';
import type { Caption } from '../../../preload/contract/captions.ts';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { cx } from '../../components/cx.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { CaptionMarks } from '../graph/caption-marks.tsx';
import { useMarkPointer } from '../graph/use-mark-pointer.ts';
import { CaptionMenu } from './caption-menu.tsx';
import { StatusMenu } from './status-menu.tsx';
import { countCharacters, countWords } from './text-measure.ts';
import { useCaptionDraft } from './use-caption-draft.ts';
import type { CaptionActions } from './use-captions.ts';

interface Props {
  readonly caption: Caption;
  /** 1-based. */
  readonly number: number;
  readonly selected: boolean;
  readonly graph: CaptionGraph | null;
  readonly actions: CaptionActions;
  readonly onSelect: () => void;
  /** Called after Ctrl+Enter has saved. */
  readonly onNext: () => void;
}

/** Shared by the field and the marks below it, which must break lines alike. */
export const CAPTION_TEXT = 'whitespace-pre-wrap break-words px-2 py-1 text-sm leading-5';

/** One caption, editable in place. */
export function CaptionItem({ caption, number, selected, graph, actions, onSelect, onNext }: Props) {
  const draft = useCaptionDraft(caption.text, (text) => actions.save(caption.id, text));
  const marks = useRef<HTMLDivElement>(null);
  const pointer = useMarkPointer(caption.id, marks as RefObject<HTMLElement | null>, graph);

  const onKeyDown = async (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const field = event.currentTarget;
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      draft.revert();
      // Leaving the field at once would save the discarded text.
      requestAnimationFrame(() => field.blur());
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const saved = await draft.commit();
      if (saved && (event.ctrlKey || event.metaKey)) onNext();
      else if (saved) field.blur();
    }
  };

  return (
    <li
      data-caption-id={caption.id}
      aria-current={selected ? 'true' : undefined}
      className={cx(
        'relative border-line border-b px-3 py-1.5',
        selected
          ? "bg-accent-soft/45 before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent before:content-['']"
          : 'hover:bg-hover/50',
      )}
    >
      <div className="flex items-start gap-1.5">
        <button
          type="button"
          aria-label={`Select caption ${number}`}
          onClick={onSelect}
          className="tabular mt-0.5 h-6 w-5 shrink-0 rounded-sm text-center text-ink-3 text-xs hover:bg-hover hover:text-ink"
        >
          {number}
        </button>
        <div className="relative min-w-0 flex-1">
          {!draft.unsaved && graph?.text === caption.text && (
            <CaptionMarks ref={marks} captionId={caption.id} graph={graph} className={CAPTION_TEXT} />
          )}
          <textarea
            aria-label={`Caption ${number}`}
            value={draft.text}
            rows={1}
            data-unsaved={draft.unsaved}
            aria-invalid={draft.error !== null}
            onFocus={onSelect}
            onChange={(event) => draft.change(event.target.value)}
            onBlur={() => void draft.commit()}
            onKeyDown={(event) => void onKeyDown(event)}
            {...pointer}
            className={cx(
              CAPTION_TEXT,
              'relative block w-full resize-none overflow-hidden rounded-md border-0 bg-transparent [field-sizing:content]',
              'hover:shadow-[inset_0_0_0_1px_var(--color-edge)] focus:bg-transparent',
            )}
          />
        </div>
        <StatusMenu
          status={caption.status}
          number={number}
          onChange={(status) => actions.setStatus(caption.id, status)}
        />
        <CaptionMenu caption={caption} number={number} actions={actions} />
      </div>
      {draft.error != null && <ErrorNotice error={draft.error} className="mt-1 ml-6.5" />}
      {selected && (
        <p className="tabular mt-0.5 ml-8.5 flex gap-2 text-2xs text-ink-3">
          <span>{countWords(draft.text)} words</span>
          <span>{countCharacters(draft.text)} characters</span>
          {draft.unsaved && <span className="text-warn">Unsaved. Enter saves, Esc reverts.</span>}
        </p>
      )}
    </li>
  );
}
