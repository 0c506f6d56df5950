import { useState } from 'react';
import type { LibraryModel } from '../../../preload/contract/models.ts';
import { Button } from '../../components/button.tsx';
import { formatBytes } from '../settings/format-bytes.ts';

interface Props {
  readonly model: LibraryModel;
  readonly removing: boolean;
  readonly onRemove: () => void;
}

/** Deletes a download, after asking: gigabytes are not deleted by one slip. What was imported only leaves the list. */
export function RemoveButton({ model: { kind, bytes, title }, removing, onRemove }: Props) {
  const [asking, setAsking] = useState(false);
  if (kind === 'imported')
    return (
      <Button
        size="sm"
        busy={removing}
        aria-label={`Remove from list: ${title}`}
        title="Its files stay where they are"
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
      aria-label={asking ? `Really delete ${formatBytes(bytes)}? ${title}` : `Delete ${title}`}
      onClick={asking ? onRemove : () => setAsking(true)}
      onBlur={() => setAsking(false)}
    >
      {asking ? `Really delete ${formatBytes(bytes)}?` : 'Delete'}
    </Button>
  );
}
