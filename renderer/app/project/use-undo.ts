import { useCallback } from 'react';
import { toast } from 'sonner';
import { useApiMutation, useApiQuery } from '../engine/api-hooks.ts';
import { useUi } from '../navigation/ui-store.ts';
import { isTextField } from '../shortcuts/use-shortcut.ts';

/** A caption's field carries this attribute while it has no unsaved text. */
const CLEAN = '[data-unsaved="false"]';

/** Returns true if Ctrl+Z belongs to the focused text field, which is not a caption without changes. */
export function fieldOwnsUndo(target: EventTarget | null): boolean {
  return isTextField(target) && !(target as HTMLElement).matches(CLEAN);
}

export interface UndoActions {
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Undoes and redoes edits of the project; they are stored in it and survive a restart. */
export function useUndo(enabled: boolean): UndoActions {
  const state = useApiQuery('captions', 'undoState', {}, { enabled });
  const refetch = state.refetch;
  const report = useCallback(
    (verb: string, none: string) => (done: { label: string; imageId: number | null } | null) => {
      void refetch();
      if (!done) {
        toast(none, { id: 'undo', duration: 2000 });
        return;
      }
      toast(`${verb}: ${done.label}`, { id: 'undo', duration: 2500 });
      const { imageId } = done;
      if (imageId === null) return;
      const ui = useUi.getState();
      if (ui.openImageId === null) ui.selectImage(imageId);
      else if (ui.openImageId !== imageId) ui.openImage(imageId);
    },
    [refetch],
  );
  const undo = useApiMutation('captions', 'undo', { onSuccess: report('Undone', 'Nothing to undo.') });
  const redo = useApiMutation('captions', 'redo', { onSuccess: report('Redone', 'Nothing to redo.') });
  return {
    undoLabel: state.data?.undo ?? null,
    redoLabel: state.data?.redo ?? null,
    undo: () => !undo.isPending && undo.mutate({}),
    redo: () => !redo.isPending && redo.mutate({}),
  };
}
