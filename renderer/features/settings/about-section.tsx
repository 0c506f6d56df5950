import { useApiQuery } from '../../app/engine/api-hooks.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SettingsSection } from './settings-section.tsx';

/** Versions, licence and privacy. */
export function AboutSection() {
  const about = useApiQuery('shell', 'about', {});
  return (
    <SettingsSection id="about" title="About">
      <div className="px-4 py-3">
        {about.isError && <ErrorNotice className="mb-2" error={about.error} />}
        <p className="font-medium">Nadir {about.data?.version}</p>
        {about.data && (
          <p className="text-ink-2 text-xs">
            Electron {about.data.electron}, Chromium {about.data.chrome}, Node.js {about.data.node}
          </p>
        )}
        <p className="mt-1.5 text-ink-2 text-xs">
          Open source under the MIT licence. Nadir works offline and sends no data: projects, images and models stay on
          this computer.
        </p>
      </div>
    </SettingsSection>
  );
}
