import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { TextInput } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { draftGroup, type GroupDraft, groupProblem } from './ontology-draft.ts';

interface Props {
  readonly groups: readonly GroupDraft[];
  /** Title of the kind, for the fields' accessible names. */
  readonly kind: string;
  readonly onChange: (groups: readonly GroupDraft[]) => void;
}

/** The groups of one kind, each a line of names, with a search field. */
export function GroupList({ groups, kind, onChange }: Props) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  // A group during editing stays visible even if it does not match the search.
  const [added, setAdded] = useState<readonly number[]>([]);
  const shown = groups.filter(({ key, names }) => added.includes(key) || names.toLowerCase().includes(wanted));
  const add = () => {
    const group = draftGroup('');
    setAdded((before) => [...before, group.key]);
    onChange([group, ...groups]);
  };
  return (
    <>
      <div className="mb-2 flex gap-2">
        <TextInput
          aria-label="Find a name"
          placeholder="Find a name"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Button onClick={add}>
          <Plus size={14} aria-hidden /> Add group
        </Button>
      </div>
      {shown.length === 0 && <p className="py-4 text-center text-ink-3">No groups with “{search.trim()}”.</p>}
      <ul className="flex flex-col gap-1.5">
        {shown.map((group) => {
          const problem = groupProblem(group);
          const first = group.names.split(',')[0]?.trim() || 'new';
          return (
            <li key={group.key}>
              <div className="flex gap-1.5">
                <TextInput
                  aria-label={`${kind}: group of ${first}`}
                  aria-invalid={problem !== null}
                  placeholder="Names, separated by commas"
                  value={group.names}
                  onChange={(event) => {
                    const names = event.target.value;
                    // An edited group stays visible even if it no longer matches the search.
                    setAdded((before) => (before.includes(group.key) ? before : [...before, group.key]));
                    onChange(groups.map((one) => (one.key === group.key ? { ...one, names } : one)));
                  }}
                />
                <IconButton
                  icon={Trash2}
                  label={`Remove group of ${first}`}
                  onClick={() => onChange(groups.filter(({ key }) => key !== group.key))}
                />
              </div>
              {problem !== null && <p className="mt-0.5 text-bad text-xs">{problem}</p>}
            </li>
          );
        })}
      </ul>
    </>
  );
}
