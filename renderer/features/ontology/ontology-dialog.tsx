import { useState } from 'react';
import { toast } from 'sonner';
import type { Ontology } from '../../../preload/contract/ontology.ts';
import { useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { GroupList } from './group-list.tsx';
import { GROUP_KINDS, type GroupKind, groupProblem, ontologyDraft, ontologyOf } from './ontology-draft.ts';
import { PairTester } from './pair-tester.tsx';

/** The editor of the project's ontology. */
export function OntologyDialog({ onClose }: { readonly onClose: () => void }) {
  const shown = useApiQuery('graphs', 'ontology', {}, { staleTimeMs: 0 });
  if (!shown.data) {
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()} title="Ontology" width="lg">
        {shown.isError ? (
          <ErrorNotice error={shown.error} onRetry={() => void shown.refetch()} />
        ) : (
          <EmptyState title="Loading groups…" />
        )}
      </Dialog>
    );
  }
  return <OntologyEditor ontology={shown.data.ontology} isOwn={shown.data.isOwn} onClose={onClose} />;
}

interface EditorProps {
  readonly ontology: Ontology;
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

function OntologyEditor({ ontology, isOwn, onClose }: EditorProps) {
  const [draft, setDraft] = useState(() => ontologyDraft(ontology));
  const [kind, setKind] = useState<GroupKind>('same');
  const save = useApiMutation('graphs', 'setOntology', {
    quiet: true,
    onSuccess: () => {
      toast.success('Ontology saved. Captions are now matched by it.');
      onClose();
    },
  });
  const problems = GROUP_KINDS.flatMap(({ id }) => draft[id].filter((group) => groupProblem(group) !== null)).length;
  const current = GROUP_KINDS.find(({ id }) => id === kind) ?? GROUP_KINDS[0];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Ontology"
      description={`Groups of names that match when scene graphs are compared, in addition to WordNet. ${isOwn ? 'This project has its own groups.' : 'This project uses the groups included in Nadir; changes are saved in the project.'}`}
      width="lg"
      locked={save.isPending}
      footer={
        <>
          {isOwn && (
            <Button variant="danger" disabled={save.isPending} onClick={() => save.mutate({ ontology: null })}>
              Restore included groups
            </Button>
          )}
          <p className="min-w-0 flex-1 truncate text-ink-3 text-xs" aria-live="polite">
            {problems > 0 && `${counted(problems, 'group')} to correct`}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={problems > 0}
            onClick={() => save.mutate({ ontology: ontologyOf(draft) })}
          >
            Save
          </Button>
        </>
      }
    >
      <PairTester />
      <Tabs
        label="Group kinds"
        value={kind}
        onChange={setKind}
        tabs={GROUP_KINDS.map(({ id, title }) => ({ id, label: `${title} (${draft[id].length})` }))}
      >
        <p className="py-2 text-ink-2 text-xs">{current?.help}</p>
        <GroupList
          key={kind}
          groups={draft[kind]}
          kind={current?.title ?? ''}
          onChange={(groups) => setDraft((before) => ({ ...before, [kind]: groups }))}
        />
      </Tabs>
      {save.isError && <ErrorNotice error={save.error} className="mt-3" />}
    </Dialog>
  );
}
