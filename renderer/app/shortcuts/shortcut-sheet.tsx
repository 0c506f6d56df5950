import { Dialog } from '../../components/dialog.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { shortcutGroups } from './shortcuts.ts';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** All keyboard shortcuts, by group. */
export function ShortcutSheet({ open, onOpenChange }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      width="lg"
      description="Keys without Ctrl do not work in text fields."
    >
      <div className="columns-2 gap-10">
        {shortcutGroups().map(({ group, shortcuts }) => (
          <section key={group} className="mb-5 break-inside-avoid" aria-label={group}>
            <h3 className="mb-1 font-semibold text-ink-2 text-xs">{group}</h3>
            <dl>
              {shortcuts.map((one) => (
                <div
                  key={one.keys + one.label}
                  className="flex min-h-7 items-center justify-between gap-4 border-line border-b last:border-0"
                >
                  <dt>{one.label}</dt>
                  <dd className="flex items-center gap-1.5">
                    {one.keys.split('|').map((keys, index) => (
                      <span key={keys} className="flex items-center gap-1.5 text-ink-3 text-xs">
                        {index > 0 && 'or'}
                        <Kbd keys={keys} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
