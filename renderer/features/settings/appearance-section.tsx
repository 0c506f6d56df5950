import type { Settings } from '../../../preload/contract/settings.ts';
import { Segmented } from '../../components/segmented.tsx';
import { AuthorField } from './author-field.tsx';
import { SettingsRow, SettingsSection } from './settings-section.tsx';

interface Props {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

/** What the window looks like and whose name edits carry. */
export function AppearanceSection({ settings, onChange }: Props) {
  return (
    <SettingsSection id="general" title="General">
      <SettingsRow
        title="Theme"
        control={
          <Segmented
            label="Theme"
            value={settings.theme}
            onChange={(theme) => onChange({ theme })}
            options={[
              { id: 'system', label: 'As the desktop' },
              { id: 'light', label: 'Light' },
              { id: 'dark', label: 'Dark' },
            ]}
          />
        }
      >
        Light, dark, or whatever the desktop uses.
      </SettingsRow>
      <SettingsRow
        title="Size of the grid"
        control={
          <Segmented
            label="Size of the grid"
            value={settings.gridSize}
            onChange={(gridSize) => onChange({ gridSize })}
            options={[
              { id: 'small', label: 'Small' },
              { id: 'medium', label: 'Medium' },
              { id: 'large', label: 'Large' },
            ]}
          />
        }
      >
        How large thumbnails are in Browse.
      </SettingsRow>
      <SettingsRow
        title="Author"
        control={<AuthorField author={settings.author} onSave={(author) => onChange({ author })} />}
      >
        Written beside every edit, with its time. It stays in the project file and is sent nowhere.
      </SettingsRow>
    </SettingsSection>
  );
}
