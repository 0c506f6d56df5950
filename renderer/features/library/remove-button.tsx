import { useState } from 'react';
import type { LibraryModel } from '../../../preload/contract/models.ts';
import { formatBytes } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';

interface Props {
  readonly model: LibraryModel;
  readonly removing: boolean;
  readonly onRemove: () => void;
}

/** Deletes a download after a second click, so that no slip deletes gigabytes. Imported models only leave the list. */
export function RemoveButton({ model: { kind, bytes, title }, removing, onRemove }: Props) {
  const [asking, setAsking] = useState(false);
  if (kind === 'imported')
    return (
      <Button
        size="sm"
        busy={removing}
        aria-label={`Remove from list: ${title}`}
        title="The model’s files are kept"
        onClick={onRemove}
      >
        Remove from list
      </Button>
    );
  return (
    <Button
      size="sm"
      variant="danger"
      busy={removing}
      aria-label={asking ? `Delete ${formatBytes(bytes)}? ${title}` : `Delete ${title}`}
      onClick={asking ? onRemove : () => setAsking(true)}
      onBlur={() => setAsking(false)}
    >
      {asking ? `Delete ${formatBytes(bytes)}?` : 'Delete'}
    </Button>
  );
}
