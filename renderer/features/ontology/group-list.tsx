import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { TextInput } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { draftGroup, type GroupDraft, groupProblem } from './ontology-draft.ts';

interface Props {
  readonly groups: readonly GroupDraft[];
  /** "Same", for the names of the fields. */
  readonly kind: string;
  readonly onChange: (groups: readonly GroupDraft[]) => void;
}

/** Groups of one kind, each a line of names; a word finds those that hold it. */
export function GroupList({ groups, kind, onChange }: Props) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  // What is being written must not vanish while it does not match yet.
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
          <Plus size={14} aria-hidden /> Add a group
        </Button>
      </div>
      {shown.length === 0 && <p className="py-4 text-center text-ink-3">No group holds “{search.trim()}”.</p>}
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
                  placeholder="Names, with commas between"
                  value={group.names}
                  onChange={(event) => {
                    const names = event.target.value;
                    // The field keeps its place while the search still shows what it held before.
                    setAdded((before) => (before.includes(group.key) ? before : [...before, group.key]));
                    onChange(groups.map((one) => (one.key === group.key ? { ...one, names } : one)));
                  }}
                />
                <IconButton
                  icon={Trash2}
                  label={`Remove the group of ${first}`}
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
