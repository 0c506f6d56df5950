import { Plus } from 'lucide-react';
import { useReducer } from 'react';
import { toast } from 'sonner';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { COUNT_SUGGESTIONS } from './count-words.ts';
import { draftOf, edited, graphOf } from './graph-draft.ts';
import { ObjectRow, RelationRowEditor } from './graph-editor-rows.tsx';
import { GraphVersions } from './graph-versions.tsx';

interface Props {
  readonly own: CaptionGraph;
  readonly number: number;
  readonly onClose: () => void;
}

/** Corrects a caption's graph by hand. A correction wins over every parser. */
export function GraphEditor({ own, number, onClose }: Props) {
  const [draft, edit] = useReducer(edited, own, ({ graph, text }) => draftOf(graph, text));
  const { graph, problems } = graphOf(draft, own.text);
  const save = useApiMutation('graphs', 'correct', {
    quiet: true,
    onSuccess: () => {
      toast.success('Scene graph corrected. Parsing captions again keeps it.');
      onClose();
    },
  });
  const uncorrect = useApiMutation('graphs', 'uncorrect', {
    quiet: true,
    onSuccess: () => {
      toast('Parser’s graph restored. Undo restores your correction.');
      onClose();
    },
  });
  const problemsOf = (key: number) => problems.filter((problem) => problem.key === key);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Correct scene graph of caption ${number}`}
      description={own.text}
      width="lg"
      locked={save.isPending}
      footer={
        <>
          {own.corrected && (
            <Button busy={uncorrect.isPending} onClick={() => uncorrect.mutate({ captionId: own.captionId })}>
              Restore parser’s graph
            </Button>
          )}
          <p className="min-w-0 flex-1 truncate text-ink-3 text-xs" aria-live="polite">
            {problems.length > 0 && `${counted(problems.length, 'field')} to correct`}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={problems.length > 0}
            onClick={() => save.mutate({ captionId: own.captionId, graph })}
          >
            Save
          </Button>
        </>
      }
    >
      <datalist id="graph-counts">
        {COUNT_SUGGESTIONS.map((count) => (
          <option key={count} value={count} />
        ))}
      </datalist>
      <section aria-label="Objects" className="flex flex-col gap-1.5">
        <h3 className="font-semibold text-ink-2 text-xs">Objects</h3>
        {draft.objects.length === 0 && <p className="text-ink-3">No objects yet.</p>}
        {draft.objects.map((object, i) => (
          <ObjectRow key={object.key} object={object} place={i + 1} problems={problemsOf(object.key)} onEdit={edit} />
        ))}
        <Button size="sm" variant="ghost" className="self-start" onClick={() => edit({ kind: 'add-object' })}>
          <Plus size={14} aria-hidden /> Add object
        </Button>
      </section>
      <section aria-label="Relations" className="mt-4 flex flex-col gap-1.5">
        <h3 className="font-semibold text-ink-2 text-xs">Relations</h3>
        {draft.relations.map((relation, i) => (
          <RelationRowEditor
            key={relation.key}
            relation={relation}
            place={i + 1}
            objects={draft.objects}
            problems={problemsOf(relation.key)}
            onEdit={edit}
          />
        ))}
        <Button
          size="sm"
          variant="ghost"
          className="self-start"
          disabled={draft.objects.length < 2}
          onClick={() => edit({ kind: 'add-relation' })}
        >
          <Plus size={14} aria-hidden /> Add relation
        </Button>
      </section>
      <GraphVersions own={own} onTake={(graph) => edit({ kind: 'load', draft: draftOf(graph, own.text) })} />
      {save.isError && <ErrorNotice error={save.error} className="mt-3" />}
      {uncorrect.isError && <ErrorNotice error={uncorrect.error} className="mt-3" />}
    </Dialog>
  );
}
