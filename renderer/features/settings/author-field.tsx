import { useEffect, useState } from 'react';
import { TextInput } from '../../components/field.tsx';

interface Props {
  readonly author: string;
  readonly onSave: (author: string) => void;
}

/** The author's name, saved on Enter and on blur. An empty name is not saved and shows a note. */
export function AuthorField({ author, onSave }: Props) {
  const [draft, setDraft] = useState(author);
  useEffect(() => setDraft(author), [author]);
  const empty = draft.trim() === '';
  const save = () => {
    if (empty) setDraft(author);
    else if (draft.trim() !== author) onSave(draft.trim());
  };
  return (
    <div className="w-56">
      <TextInput
        aria-label="Author"
        aria-invalid={empty}
        aria-describedby={empty ? 'author-note' : undefined}
        value={draft}
        maxLength={100}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          if (event.key === 'Escape') setDraft(author);
        }}
      />
      {empty && (
        <p id="author-note" className="mt-1 text-bad text-xs">
          Enter a name.
        </p>
      )}
    </div>
  );
}
