import type { Model } from '../../../preload/contract/compare.ts';
import { Badge } from '../../components/badge.tsx';
import { SettingsSection } from '../settings/settings-section.tsx';
import { ModelActions } from './model-actions.tsx';

interface Props {
  /** Runs of the open project with a checkpoint. */
  readonly runs: readonly Model[];
  readonly onFineTune: (id: string) => void;
  readonly onCompare: (id: string) => void;
  readonly onPrepare: (id: string) => void;
  readonly exporting: (id: string) => boolean;
  readonly onExport: (model: Model) => void;
}

/** The open project's fine-tuned models: each run's best checkpoint. */
export function TrainedSection({ runs, onFineTune, onCompare, onPrepare, exporting, onExport }: Props) {
  if (runs.length === 0) return null;
  return (
    <SettingsSection id="trained" title="Fine-tuned in this project">
      <ul>
        {runs.map((run) => (
          <li
            key={run.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-line border-b px-4 py-3 last:border-0"
          >
            <div className="min-w-60 flex-1">
              <h3 className="flex flex-wrap items-center gap-x-2 font-medium">
                <span className="min-w-0 [overflow-wrap:anywhere]">{run.title}</span>
                <Badge>Run</Badge>
              </h3>
              <p className="text-ink-2 text-xs">{run.detail}</p>
            </div>
            <div className="flex flex-wrap gap-1.5">
              <ModelActions
                title={run.title}
                onFineTune={() => onFineTune(run.id)}
                onCompare={() => onCompare(run.id)}
                onPrepare={() => onPrepare(run.id)}
                exporting={exporting(run.id)}
                onExport={() => onExport(run)}
              />
            </div>
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
