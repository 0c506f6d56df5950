import { shortcutGroups } from '../../app/shortcuts/shortcuts.ts';
import { Kbd } from '../../components/kbd.tsx';
import { SettingsSection } from './settings-section.tsx';

/** All keyboard shortcuts, by group. */
export function KeyboardSection() {
  return (
    <SettingsSection id="keyboard" title="Keyboard">
      <p className="border-line border-b px-4 py-2 text-ink-2 text-xs">
        Keys without Ctrl do not work in text fields. Press <Kbd keys="?" /> to show this list on any screen.
      </p>
      <div className="columns-1 gap-8 px-4 py-3 md:columns-2">
        {shortcutGroups().map(({ group, shortcuts }) => (
          <div key={group} className="mb-3 break-inside-avoid">
            <h3 className="mb-1 font-medium text-ink-3 text-xs">{group}</h3>
            <dl>
              {shortcuts.map((one) => (
                <div key={one.keys + one.label} className="flex min-h-6 items-center gap-3">
                  <dt className="min-w-0 flex-1 truncate">{one.label}</dt>
                  <dd className="flex items-center gap-1">
                    {one.keys.split('|').map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </SettingsSection>
  );
}
