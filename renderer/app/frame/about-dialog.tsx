import { Dialog } from '../../components/dialog.tsx';
import { useApiQuery } from '../engine/api-hooks.ts';
import { Mark } from './mark.tsx';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function AboutDialog({ open, onOpenChange }: Props) {
  const about = useApiQuery('shell', 'about', {}, { enabled: open }).data;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Nadir"
      width="sm"
      description="Curate satellite-image captions and train captioning models."
    >
      <div className="flex items-start gap-4">
        <Mark className="size-10 shrink-0 text-accent" />
        {about && (
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            {Object.entries({
              Version: about.version,
              Electron: about.electron,
              Chromium: about.chrome,
              'Node.js': about.node,
              Licence: 'MIT',
            }).map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-ink-3">{name}</dt>
                <dd className="tabular">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Dialog>
  );
}
