import { useProjectInfo } from '../../app/project/use-project.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { AboutSection } from './about-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ComputeSection } from './compute-section.tsx';
import { GraphsSection } from './graphs-section.tsx';
import { KeyboardSection } from './keyboard-section.tsx';
import { ProjectSection } from './project-section.tsx';
import { StorageSection } from './storage-section.tsx';
import { useSettings } from './use-settings.ts';

const contents = [
  { id: 'general', title: 'General' },
  { id: 'compute', title: 'Compute' },
  { id: 'storage', title: 'Storage' },
  { id: 'project', title: 'Project' },
  { id: 'graphs', title: 'Scene graphs' },
  { id: 'keyboard', title: 'Keyboard' },
  { id: 'about', title: 'About' },
] as const;

/** The Settings screen: all settings on one page beside a list of sections. Each change is saved at once. */
export function SettingsScreen() {
  const { settings, update } = useSettings();
  const project = useProjectInfo();
  const parts = contents.filter((part) => (part.id !== 'project' && part.id !== 'graphs') || project);
  return (
    <div className="flex h-full min-h-0">
      <nav aria-label="Settings sections" className="w-44 shrink-0 border-line border-r bg-surface p-3">
        <h1 className="px-2 pb-2 font-semibold text-lg">Settings</h1>
        <ul className="flex flex-col gap-px">
          {parts.map((part) => (
            <li key={part.id}>
              <button
                type="button"
                onClick={() => goTo(part.id)}
                className="focus-inset h-7 w-full rounded-md px-2 text-left text-ink-2 hover:bg-hover hover:text-ink"
              >
                {part.title}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-190 flex-col gap-6 px-6 pt-5 pb-10">
          {settings.isError ? (
            <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
          ) : settings.data === undefined ? (
            <EmptyState title="Loading settings…" />
          ) : (
            <AppearanceSection settings={settings.data} onChange={(change) => update.mutate(change)} />
          )}
          <ComputeSection />
          <StorageSection />
          <ProjectSection />
          <GraphsSection />
          <KeyboardSection />
          <AboutSection />
        </div>
      </div>
    </div>
  );
}

function goTo(id: string): void {
  document.getElementById(id)?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  document.getElementById(`${id}-title`)?.focus({ preventScroll: true });
}
