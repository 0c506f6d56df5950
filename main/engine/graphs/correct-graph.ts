import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import { AppError } from '../../errors/app-error.ts';
import { graphProblems } from '../../scene-graph/graph.ts';
import type { CaptionRow } from '../../store/caption-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';

/** Throws `not_found`. */
export function captionOf(store: ProjectStore, captionId: number): CaptionRow {
  const caption = store.captions.row(captionId);
  if (!caption) throw new AppError('not_found', `The project has no caption ${captionId}. It may have been removed.`);
  return caption;
}

/**
 * Puts `graph` in the place of the parser's for every caption with the text of this one, or (null) the parser's back in its
 * place. One edit of the project's log. Returns the images that show it; none where nothing changed.
 * Throws `not_found`, or `bad_input` with what is wrong with the graph.
 */
export function correctGraph(
  store: ProjectStore,
  captionId: number,
  graph: SceneGraph | null,
  by: { readonly author: string; readonly at: string },
): readonly number[] {
  const caption = captionOf(store, captionId);
  const problems = graph === null ? [] : graphProblems(graph, caption.text);
  if (problems.length > 0) throw new AppError('bad_input', problems.join(' '), { details: { problems } });
  const before = store.graphs.corrections.get(caption.text) ?? null;
  const after = graph === null ? null : { graph, ...by };
  if (JSON.stringify(before?.graph ?? null) === JSON.stringify(graph)) return [];
  const label = graph === null ? "Go back to the parser's graph" : 'Correct graph';
  return store.edits.applyGraph({ label, ...by }, caption.imageId, { text: caption.text, before, after });
}
