import { type Command, runCommand } from '../commands/use-commands.ts';
import { useEvent } from '../engine/use-event.ts';
import { useJobsPanel } from '../jobs/jobs-panel-store.ts';
import { fieldOwnsUndo } from '../project/use-undo.ts';
import type { ShortcutId } from './shortcuts.ts';
import { useShortcut } from './use-shortcut.ts';

/** Connects keys and the application menu to the commands. */
export function useGlobalShortcuts(commands: readonly Command[]): void {
  const toggleJobs = useJobsPanel((state) => state.toggle);
  useEvent('command', ({ id }) => runCommand(commands, id));
  const byKey = (id: ShortcutId, act?: (event: KeyboardEvent) => unknown) => {
    const command = commands.find((one) => one.shortcut === id);
    // The list of commands is the same on every render, and so is the order of these hooks.
    // biome-ignore lint/correctness/useHookAtTopLevel: called for a fixed list, below
    useShortcut(id, act ?? (() => command?.run()), command?.enabled ?? false);
  };
  const unlessTyping = (id: string) => (event: KeyboardEvent) => {
    if (fieldOwnsUndo(event.target)) return false;
    runCommand(commands, id);
    return true;
  };
  byKey('palette');
  byKey('shortcuts');
  byKey('undo', unlessTyping('undo'));
  byKey('redo', unlessTyping('redo'));
  byKey('newProject');
  byKey('openProject');
  byKey('import');
  byKey('export');
  byKey('jobs', toggleJobs);
  byKey('settings');
  byKey('screenBrowse');
  byKey('screenTrain');
  byKey('screenCompare');
}
