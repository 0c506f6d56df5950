import { useEffect } from 'react';
import type { Caption } from '../../../preload/contract/captions.ts';
import { usePanels } from '../../app/frame/panel-store.ts';
import { isTextField, useShortcut } from '../../app/shortcuts/use-shortcut.ts';
import { focusCaption } from './caption-list.tsx';
import type { CaptionActions } from './use-captions.ts';

interface Parts {
  readonly captions: readonly Caption[];
  readonly selected: Caption | null;
  readonly actions: CaptionActions;
  readonly onSelect: (id: number) => void;
  readonly onBack: () => void;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** Handles the keys of the image view. Bare keys do nothing while a text field has the focus. */
export function useImageKeys({ captions, selected, actions, onSelect, onBack, onPrevious, onNext }: Parts): void {
  const setPanels = usePanels((state) => state.set);
  useShortcut('back', onBack);
  useShortcut('nextImage', () => onNext?.());
  useShortcut('previousImage', () => onPrevious?.());
  useShortcut('editCaption', () => selected && focusCaption(selected.id));
  useShortcut(
    'flag',
    () => selected && actions.setStatus(selected.id, selected.status === 'flagged' ? 'draft' : 'flagged'),
  );
  useShortcut(
    'review',
    () => selected && actions.setStatus(selected.id, selected.status === 'reviewed' ? 'draft' : 'reviewed'),
  );
  useShortcut('graph', () => setPanels({ graphShown: !usePanels.getState().graphShown }));

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTextField(event.target)) return;
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')) return;
      const caption = /^[1-9]$/.test(event.key) ? captions[Number(event.key) - 1] : undefined;
      if (!caption) return;
      event.preventDefault();
      onSelect(caption.id);
      document.querySelector(`[data-caption-id="${caption.id}"]`)?.scrollIntoView({ block: 'nearest' });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [captions, onSelect]);
}
