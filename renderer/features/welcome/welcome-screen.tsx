import { FilePlus2, FolderOpen, type LucideIcon, Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import { Mark } from '../../app/frame/mark.tsx';
import type { ProjectActions } from '../../app/project/use-project.ts';
import { type ShortcutId, shownKeys } from '../../app/shortcuts/shortcuts.ts';
import { ago } from '../../app/words/format.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Kbd } from '../../components/kbd.tsx';

interface Props {
  readonly actions: ProjectActions;
  /** True until the engine says whether a project is open. */
  readonly waiting: boolean;
}

/** The screen without a project: create one, open one, or open the sample project. */
export function WelcomeScreen({ actions, waiting }: Props) {
  if (waiting) return <EmptyState title="Starting…" />;
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-220 flex-col justify-center gap-8 px-8 py-10">
        <header className="flex items-center gap-4">
          <Mark className="size-11 text-accent" />
          <div>
            <h1 className="font-semibold text-2xl tracking-tight">Nadir</h1>
            <p className="text-ink-2">Curate satellite-image captions and train captioning models.</p>
          </div>
        </header>
        <div className="grid gap-8 md:grid-cols-2">
          <section aria-label="Start" className="flex flex-col gap-2">
            <h2 className="font-semibold text-ink-2 text-xs">Start</h2>
            <Choice icon={FilePlus2} title="New project…" shortcut="newProject" onClick={() => void actions.create()}>
              Create a project file, then import images and captions.
            </Choice>
            <Choice icon={FolderOpen} title="Open project…" shortcut="openProject" onClick={() => void actions.open()}>
              Open a .nadir file on this computer.
            </Choice>
            <Choice icon={Sparkles} title="Open sample project" onClick={() => void actions.openSample()}>
              Explore 63 images with captions, some of them wrong on purpose.
            </Choice>
            <p className="mt-1 text-ink-3 text-xs">
              Or drop a .nadir file, a caption file or a folder of images on this window.
            </p>
          </section>
          <Recents open={(path) => void actions.open(path)} />
        </div>
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly shortcut?: ShortcutId;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Choice({ icon: Icon, title, shortcut, onClick, children }: ChoiceProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex items-start gap-3 rounded-lg border border-line bg-surface px-3 py-2.5 text-left hover:border-edge hover:bg-hover"
    >
      <Icon size={18} strokeWidth={1.75} className="mt-0.5 shrink-0 text-accent" aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        <span className="block text-ink-2 text-xs">{children}</span>
      </span>
      {shortcut && <Kbd keys={shownKeys(shortcut)} />}
    </button>
  );
}

function Recents({ open }: { readonly open: (path: string) => void }) {
  const recents = useApiQuery('project', 'recents', {});
  return (
    <section aria-label="Recent projects" className="flex min-w-0 flex-col gap-2">
      <h2 className="font-semibold text-ink-2 text-xs">Recent projects</h2>
      {recents.isError && <ErrorNotice error={recents.error} onRetry={() => void recents.refetch()} />}
      {recents.data?.length === 0 && <p className="py-2 text-ink-3">No recent projects.</p>}
      <ul className="flex flex-col">
        {recents.data?.map((recent) => (
          <li key={recent.path}>
            <button
              type="button"
              disabled={!recent.exists}
              onClick={() => open(recent.path)}
              className="flex w-full min-w-0 items-baseline gap-3 rounded-md px-2 py-1.5 text-left enabled:hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className={recent.exists ? 'block truncate font-medium' : 'block truncate text-ink-3'}>
                  {recent.name}
                </span>
                {/* The end of a path says more than its beginning, so it stays visible. */}
                <span className="block truncate text-left text-ink-3 text-xs [direction:rtl]" title={recent.path}>
                  <bdi>{recent.exists ? recent.path : `Missing: ${recent.path}`}</bdi>
                </span>
              </span>
              <span className="shrink-0 text-ink-3 text-xs">{ago(recent.openedAt)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
