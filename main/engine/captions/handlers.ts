import type { Caption } from '../../../preload/contract/captions.ts';
import type { Handlers } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import type { CaptionRow } from '../../store/caption-repository.ts';
import type { CaptionChange, Undone } from '../../store/edit-log.ts';
import type { EngineEvents } from '../door/engine-events.ts';
import type { GraphService } from '../graphs/graph-service.ts';
import type { OpenProject } from '../project/open-project.ts';

/** Every edit is one row of the project's log, with its author, so that it can be undone after a restart. */
export function captionsNamespace(options: {
  readonly project: OpenProject;
  readonly events: EngineEvents;
  readonly graphs: GraphService;
  readonly author: () => string;
}): Handlers['captions'] {
  const { project, events, graphs, author } = options;

  const rowOf = (id: number): CaptionRow => {
    const row = project.store.captions.row(id);
    if (!row) throw new AppError('not_found', `The project has no caption ${id}. It may have been removed.`);
    return row;
  };
  const shown = ({ id, imageId }: CaptionRow): Caption =>
    project.store.captions.ofImage(imageId).find((caption) => caption.id === id)!;
  const apply = (label: string, at: string, change: CaptionChange): void => {
    const imageIds = project.store.edits.apply({ label, author: author(), at }, [change]);
    events.emit('imagesChanged', { imageIds });
  };
  const moved = (undone: Undone | null) => {
    if (undone === null) return null;
    if (undone.hasGraphs) {
      graphs.changed();
      events.emit('graphsChanged', null);
    }
    events.emit('imagesChanged', { imageIds: undone.imageIds });
    return { label: undone.label, imageId: undone.imageId };
  };

  return {
    update({ id, text }) {
      const before = rowOf(id);
      if (before.text === text) return shown(before);
      const at = new Date().toISOString();
      const after = { ...before, text, editedAt: at };
      apply('Edit caption', at, { before, after });
      return shown(after);
    },
    add({ imageId, text }) {
      const { captions, images } = project.store;
      if (!images.get(imageId)) throw new AppError('not_found', `The project has no image ${imageId}.`);
      const at = new Date().toISOString();
      const after: CaptionRow = {
        id: captions.nextId(),
        imageId,
        position: captions.nextPosition(imageId),
        text,
        status: 'draft',
        editedAt: at,
      };
      apply('Add caption', at, { before: null, after });
      return shown(after);
    },
    remove({ id }) {
      apply('Remove caption', new Date().toISOString(), { before: rowOf(id), after: null });
      return null;
    },
    setStatus({ id, status }) {
      const before = rowOf(id);
      if (before.status === status) return shown(before);
      // The time of the last edit is that of the text: judging a caption does not change it.
      const after = { ...before, status };
      apply(`Mark caption as ${status}`, new Date().toISOString(), { before, after });
      return shown(after);
    },
    history: ({ id }) => project.store.edits.history(id),
    undo: () => moved(project.store.edits.undo()),
    redo: () => moved(project.store.edits.redo()),
    undoState: () => project.store.edits.state(),
  };
}
