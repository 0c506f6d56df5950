import { Trash2 } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { TextInput } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Select } from '../../components/select.tsx';
import type { DraftEdit, DraftProblem, ObjectDraft, RelationDraft } from './graph-draft.ts';

interface RowProps {
  /** 1-based, for the fields' accessible names. */
  readonly place: number;
  readonly problems: readonly DraftProblem[];
  readonly onEdit: (edit: DraftEdit) => void;
}

/** One object: name, words in the caption, count and attributes. */
export function ObjectRow({ object, place, problems, onEdit }: RowProps & { readonly object: ObjectDraft }) {
  const note = useId();
  const field = (name: 'name' | 'words' | 'count' | 'attributes', label: string, placeholder: string) => (
    <TextInput
      aria-label={`${label} of object ${place}`}
      aria-invalid={problems.some((problem) => problem.field === name)}
      aria-describedby={problems.length > 0 ? note : undefined}
      placeholder={placeholder}
      value={object[name]}
      list={name === 'count' ? 'graph-counts' : undefined}
      onChange={(event) => onEdit({ kind: 'object', key: object.key, change: { [name]: event.target.value } })}
    />
  );
  return (
    <div>
      <div className="grid grid-cols-[1.2fr_1.2fr_0.8fr_1.6fr_auto] items-center gap-1.5">
        {field('name', 'Name', 'Name (singular)')}
        {field('words', 'Words in the caption', 'Words in the caption')}
        {field('count', 'Count', 'Count')}
        {field('attributes', 'Attributes', 'Attributes (separated by commas)')}
        <IconButton
          icon={Trash2}
          label={`Remove object ${place}, ${object.name || 'unnamed'}`}
          onClick={() => onEdit({ kind: 'remove', key: object.key })}
        />
      </div>
      <Problems id={note} problems={problems} />
    </div>
  );
}

/** One relation between two of the objects. */
export function RelationRowEditor({
  relation,
  place,
  objects,
  problems,
  onEdit,
}: RowProps & { readonly relation: RelationDraft; readonly objects: readonly ObjectDraft[] }) {
  const note = useId();
  const options = objects.map(({ key, name, count, attributes }) => ({
    id: String(key),
    label: name || 'unnamed',
    detail: [count, attributes].filter(Boolean).join(', ') || undefined,
  }));
  const change = (edited: Partial<RelationDraft>) => onEdit({ kind: 'relation', key: relation.key, change: edited });
  return (
    <div>
      <div className="grid grid-cols-[1.2fr_1.2fr_1.2fr_auto] items-center gap-1.5">
        <Select
          label={`Subject of relation ${place}`}
          value={String(relation.subject)}
          options={options}
          onChange={(key) => change({ subject: Number(key) })}
        />
        <TextInput
          aria-label={`Words of relation ${place}`}
          aria-invalid={problems.some((problem) => problem.field === 'predicate')}
          aria-describedby={problems.length > 0 ? note : undefined}
          placeholder="near, on both sides of, …"
          value={relation.predicate}
          onChange={(event) => change({ predicate: event.target.value })}
        />
        <Select
          label={`Object of relation ${place}`}
          value={String(relation.object)}
          options={options}
          onChange={(key) => change({ object: Number(key) })}
        />
        <IconButton
          icon={Trash2}
          label={`Remove relation ${place}`}
          onClick={() => onEdit({ kind: 'remove', key: relation.key })}
        />
      </div>
      <Problems id={note} problems={problems} />
    </div>
  );
}

function Problems({ id, problems }: { readonly id: string; readonly problems: readonly DraftProblem[] }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <p id={id} role="alert" className="mt-0.5 text-bad text-xs">
      {problems.map(({ message }) => message).join(' ')}
    </p>
  );
}
