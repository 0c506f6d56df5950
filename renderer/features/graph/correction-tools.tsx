import { Pencil, RotateCcw, UserPen } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { useApiMutation } from '../../app/api-hooks.ts';
import { dateTime } from '../../app/format.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { GraphEditor } from './graph-editor.tsx';

/** Whether a graph was corrected by hand, and the ways to correct it and to go back. */
export function CorrectionTools({ own, number }: { readonly own: CaptionGraph; readonly number: number }) {
  const [editing, setEditing] = useState(false);
  const uncorrect = useApiMutation('graphs', 'uncorrect', {
    onSuccess: () => toast('The parser’s graph is back. Undo brings the corrected one again.'),
  });
  return (
    <>
      {own.corrected && (
        <>
          <Tooltip label={`Corrected by ${own.corrected.author}, ${dateTime(own.corrected.at)}`}>
            <button type="button" className="rounded-sm">
              <Badge tone="accent" icon={UserPen}>
                corrected
              </Badge>
            </button>
          </Tooltip>
          <IconButton
            size="sm"
            icon={RotateCcw}
            label="Go back to the parser’s graph"
            disabled={uncorrect.isPending}
            onClick={() => uncorrect.mutate({ captionId: own.captionId })}
          />
        </>
      )}
      <IconButton size="sm" icon={Pencil} label="Correct this graph" onClick={() => setEditing(true)} />
      {editing && <GraphEditor own={own} number={number} onClose={() => setEditing(false)} />}
    </>
  );
}
