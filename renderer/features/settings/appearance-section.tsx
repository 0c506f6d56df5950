import type { Settings } from '../../../preload/contract/settings.ts';
import { Segmented } from '../../components/segmented.tsx';
import { AuthorField } from './author-field.tsx';
import { SettingsRow, SettingsSection } from './settings-section.tsx';

interface Props {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

/** General settings: theme, thumbnail size and author. */
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
              { id: 'system', label: 'System' },
              { id: 'light', label: 'Light' },
              { id: 'dark', label: 'Dark' },
            ]}
          />
        }
      >
        Light, dark, or the system’s theme.
      </SettingsRow>
      <SettingsRow
        title="Thumbnail size"
        control={
          <Segmented
            label="Thumbnail size"
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
        Size of the thumbnails in Browse.
      </SettingsRow>
      <SettingsRow
        title="Author"
        control={<AuthorField author={settings.author} onSave={(author) => onChange({ author })} />}
      >
        Saved with every edit in the project file, together with the time.
      </SettingsRow>
    </SettingsSection>
  );
}
