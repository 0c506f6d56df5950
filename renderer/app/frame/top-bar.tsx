import { ChevronDown, FileInput, Redo2, Search, Undo2 } from 'lucide-react';
import type { ProjectInfo } from '../../../preload/contract/project.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { Menu } from '../../components/menu.tsx';
import { projectMenu } from '../commands/project-menu.ts';
import { type Command, runCommand } from '../commands/use-commands.ts';
import { screens } from '../navigation/screens.ts';
import { useUi } from '../navigation/ui-store.ts';
import type { UndoActions } from '../project/use-undo.ts';
import { shownKeys } from '../shortcuts/shortcuts.ts';
import { Mark } from './mark.tsx';

interface Props {
  readonly info: ProjectInfo | null;
  readonly commands: readonly Command[];
  readonly undo: UndoActions;
}

/** Project on the left, screens in the middle, what works everywhere on the right. */
export function TopBar({ info, commands, undo }: Props) {
  const run = (id: string) => runCommand(commands, id);
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 border-line border-b bg-surface pr-2 pl-3">
      <Menu
        trigger={
          <Button variant="ghost" className="-ml-1.5 min-w-0 max-w-56 shrink px-1.5">
            <Mark className="size-4.5 shrink-0 text-accent" />
            <span className="truncate text-ink">{info ? info.name : 'Nadir'}</span>
            <ChevronDown size={14} aria-hidden />
            <span className="sr-only">Project menu</span>
          </Button>
        }
        entries={projectMenu(commands)}
      />
      <nav aria-label="Screens" className="ml-2 flex items-center gap-0.5">
        {screens
          .filter((screen) => info || !screen.needsProject)
          .map((screen) => (
            <ScreenButton key={screen.id} id={screen.id} title={screen.title} icon={screen.icon} />
          ))}
      </nav>
      <div className="ml-auto flex items-center gap-1">
        {info && (
          <>
            <IconButton
              icon={Undo2}
              label={undo.undoLabel ? `Undo: ${undo.undoLabel}` : 'Undo'}
              keys={shownKeys('undo')}
              disabled={undo.undoLabel === null}
              onClick={undo.undo}
            />
            <IconButton
              icon={Redo2}
              label={undo.redoLabel ? `Redo: ${undo.redoLabel}` : 'Redo'}
              keys={shownKeys('redo')}
              disabled={undo.redoLabel === null}
              onClick={undo.redo}
            />
          </>
        )}
        <button
          type="button"
          onClick={() => run('palette')}
          className="ml-1 flex h-7 items-center gap-2 rounded-md border border-edge bg-surface pr-1.5 pl-2 text-ink-3 hover:bg-hover max-[1080px]:w-auto xl:w-56"
        >
          <Search size={14} aria-hidden />
          <span className="flex-1 whitespace-nowrap text-left max-[1080px]:sr-only">Search or run…</span>
          <Kbd keys={shownKeys('palette')} />
        </button>
        {info && (
          <Button onClick={() => run('import')} className="ml-1">
            <FileInput size={14} aria-hidden />
            Import
          </Button>
        )}
      </div>
    </header>
  );
}

function ScreenButton({ id, title, icon: Icon }: Pick<(typeof screens)[number], 'id' | 'title' | 'icon'>) {
  const { screen, showScreen, closeImage, openImageId } = useUi();
  const current = screen === id;
  return (
    <button
      type="button"
      aria-current={current ? 'page' : undefined}
      onClick={() => {
        // Pressing the screen that is already shown leads back to its start.
        if (current && id === 'browse' && openImageId !== null) closeImage();
        showScreen(id);
      }}
      className={cx(
        'flex h-7 items-center gap-1.5 rounded-md px-2.5 font-medium',
        current ? 'bg-hover text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden className={current ? 'text-accent' : undefined} />
      {title}
    </button>
  );
}
