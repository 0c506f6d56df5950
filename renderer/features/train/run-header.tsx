import { Columns2, Ellipsis, FileDown, Pause, Play, Save, Sparkles } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../../preload/contract/runs.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { ExportDialog } from '../export/export-dialog.tsx';
import { isActive, lastCheckpoint } from './run-facts.ts';
import { RunName } from './run-name.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunStateBadge } from './run-state-badge.tsx';
import { useRunControls } from './use-runs.ts';

interface Props {
  readonly run: Run;
  readonly onCompare: () => void;
  readonly onContinueFrom: () => void;
}

/** Name, state, controls and progress of a run. */
export function RunHeader({ run, onCompare, onContinueFrom }: Props) {
  const controls = useRunControls();
  const [exporting, setExporting] = useState(false);
  const usable = lastCheckpoint(run) !== null;
  const job = { id: run.jobId };
  return (
    <header className="flex flex-col gap-2 px-3 pt-3 pb-3">
      <div className="flex min-h-7 items-center gap-2">
        <RunName run={run} onRename={(name) => controls.rename.mutate({ id: run.id, name })} />
        <RunStateBadge state={run.state} />
        <div className="ml-auto flex items-center gap-2">
          {run.state === 'running' && (
            <Button busy={controls.pause.isPending} onClick={() => controls.pause.mutate(job)}>
              <Pause size={14} aria-hidden />
              Pause
            </Button>
          )}
          {run.state === 'paused' && (
            <Button variant="primary" busy={controls.resume.isPending} onClick={() => controls.resume.mutate(job)}>
              <Play size={14} aria-hidden />
              Resume
            </Button>
          )}
          {isActive(run.state) && (
            <Button
              disabled={run.state === 'stopping'}
              busy={controls.stop.isPending}
              onClick={() => controls.stop.mutate(job)}
            >
              {run.state !== 'queued' && <Save size={14} aria-hidden />}
              {run.state === 'queued' ? 'Cancel' : 'Stop and save'}
            </Button>
          )}
          {!isActive(run.state) && usable && (
            <Button onClick={onCompare}>
              <Columns2 size={14} aria-hidden />
              Compare
            </Button>
          )}
          <Menu
            align="end"
            trigger={<IconButton icon={Ellipsis} label="More actions for this run" />}
            entries={[
              { id: 'compare', label: 'Compare', icon: Columns2, disabled: !usable, onSelect: onCompare },
              {
                id: 'from',
                label: 'Fine-tune from this run',
                icon: Sparkles,
                disabled: !usable,
                onSelect: onContinueFrom,
              },
              { id: 'sep', kind: 'separator' },
              {
                id: 'export',
                label: 'Export model…',
                icon: FileDown,
                disabled: !usable,
                onSelect: () => setExporting(true),
              },
            ]}
          />
        </div>
      </div>
      <RunProgress run={run} />
      <ExportDialog open={exporting} onOpenChange={setExporting} initial={{ what: 'model', modelId: run.id }} />
    </header>
  );
}
