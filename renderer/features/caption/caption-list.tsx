import type { Caption } from '../../../preload/contract/captions.ts';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { counted } from '../../app/words/format.ts';
import { CaptionItem } from './caption-item.tsx';
import { NewCaption } from './new-caption.tsx';
import type { CaptionActions } from './use-captions.ts';

interface Props {
  readonly captions: readonly Caption[];
  readonly graphs: readonly CaptionGraph[];
  readonly selectedId: number | null;
  readonly actions: CaptionActions;
  readonly onSelect: (id: number) => void;
  /** Called on Ctrl+Enter in the last caption. */
  readonly onPastEnd: () => void;
}

/** Puts the caret at the end of a caption. */
export function focusCaption(id: number): void {
  const field = document.querySelector<HTMLTextAreaElement>(`[data-caption-id="${id}"] textarea`);
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

export function CaptionList({ captions, graphs, selectedId, actions, onSelect, onPastEnd }: Props) {
  return (
    <section aria-label="Captions" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-8 shrink-0 items-center gap-2 border-line border-b px-4">
        <h2 className="font-semibold text-ink-2 text-xs">{counted(captions.length, 'caption')}</h2>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ol>
          {captions.map((caption, index) => (
            <CaptionItem
              key={caption.id}
              caption={caption}
              number={index + 1}
              selected={caption.id === selectedId}
              graph={graphs.find((one) => one.captionId === caption.id) ?? null}
              actions={actions}
              onSelect={() => onSelect(caption.id)}
              onNext={() => {
                const next = captions[index + 1];
                if (next) focusCaption(next.id);
                else onPastEnd();
              }}
            />
          ))}
        </ol>
        <NewCaption actions={actions} onAdded={onSelect} />
      </div>
    </section>
  );
}
