import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import { counted, dateTime } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';

interface Props {
  readonly own: CaptionGraph;
  /** Loads an earlier graph into the editor without saving it. */
  readonly onTake: (graph: SceneGraph) => void;
}

/** The earlier corrections of a caption, newest first; empty if none. */
export function GraphVersions({ own, onTake }: Props) {
  const { data } = useApiQuery('graphs', 'history', { captionId: own.captionId }, { staleTimeMs: 0 });
  if (!data || data.length === 0) return null;
  return (
    <details className="mt-4">
      <summary className="rounded-sm font-semibold text-ink-2 text-xs">
        {counted(data.length, 'earlier correction')}
      </summary>
      <ol className="mt-1">
        {data.map(({ at, author, graph }) => (
          <li key={at} className="flex items-center gap-2 border-line border-b py-1 text-xs last:border-0">
            <span className="font-medium text-ink-2">{author}</span>
            <time dateTime={at} className="text-ink-3">
              {dateTime(at)}
            </time>
            <span className="min-w-0 flex-1 truncate text-ink-2">
              {graph === null ? 'parser’s graph restored' : summary(graph)}
            </span>
            {graph !== null && (
              <Button size="sm" variant="ghost" onClick={() => onTake(graph)}>
                Load
              </Button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function summary({ objects, relations }: SceneGraph): string {
  const names = objects.map(({ name }) => name).join(', ');
  return `${names || 'no objects'}; ${counted(relations.length, 'relation')}`;
}
