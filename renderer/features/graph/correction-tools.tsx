import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { GraphEditor } from './graph-editor.tsx';

/** The button that opens the graph editor. */
export function CorrectionTools({ own, number }: { readonly own: CaptionGraph; readonly number: number }) {
  const [editing, setEditing] = useState(false);
  return (
    <>
      <IconButton size="sm" icon={Pencil} label="Correct scene graph…" onClick={() => setEditing(true)} />
      {editing && <GraphEditor own={own} number={number} onClose={() => setEditing(false)} />}
    </>
  );
}
