import { Ellipsis, History, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Caption } from '../../../preload/contract/captions.ts';
import { Menu } from '../../components/menu.tsx';
import { HistoryDialog } from './history-dialog.tsx';
import type { CaptionActions } from './use-captions.ts';

interface Props {
  readonly caption: Caption;
  readonly number: number;
  readonly actions: CaptionActions;
}

/** The less frequent actions of a caption. */
export function CaptionMenu({ caption, number, actions }: Props) {
  const [history, setHistory] = useState(false);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            aria-label={`More actions for caption ${number}`}
            className="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
          >
            <Ellipsis size={15} aria-hidden />
          </button>
        }
        entries={[
          { id: 'history', label: 'History…', icon: History, onSelect: () => setHistory(true) },
          { kind: 'separator', id: 'line' },
          { id: 'delete', label: 'Delete', icon: Trash2, danger: true, onSelect: () => actions.remove(caption.id) },
        ]}
      />
      <HistoryDialog caption={caption} number={number} actions={actions} open={history} onOpenChange={setHistory} />
    </>
  );
}
