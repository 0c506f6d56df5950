import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../../preload/contract/runs.ts';
import { TextInput } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';

interface Props {
  readonly run: Run;
  readonly onRename: (name: string) => void;
}

/** The run's name; the pencil turns it into a field that saves on Enter and on blur and cancels on Escape. */
export function RunName({ run, onRename }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <div className="flex min-w-0 items-center gap-1">
        <h2 className="truncate font-semibold text-lg" data-selectable>
          {run.name}
        </h2>
        <IconButton icon={Pencil} label="Rename run" size="sm" onClick={() => setDraft(run.name)} />
      </div>
    );
  }
  const save = () => {
    const name = draft.trim();
    if (name !== '' && name !== run.name) onRename(name);
    setDraft(null);
  };
  return (
    <TextInput
      aria-label="Run name"
      value={draft}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') {
          event.stopPropagation();
          setDraft(null);
        }
      }}
      className="max-w-96 font-semibold"
    />
  );
}
