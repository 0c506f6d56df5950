import {
  ArrowRightLeft,
  CircleHelp,
  FileInput,
  FileOutput,
  FilePlus2,
  FolderOpen,
  FolderSearch,
  Info,
  ListChecks,
  type LucideIcon,
  Redo2,
  ScanSearch,
  Search,
  Sparkles,
  Spline,
  Undo2,
} from 'lucide-react';
import { useJobsPanel } from '../jobs/jobs-panel-store.ts';
import { screens } from '../navigation/screens.ts';
import { useUi } from '../navigation/ui-store.ts';
import type { ProjectActions } from '../project/use-project.ts';
import type { UndoActions } from '../project/use-undo.ts';
import type { ShortcutId } from '../shortcuts/shortcuts.ts';

/** An action of the window that a key, menu, palette or button can run. */
export interface Command {
  /** The same id that the application menu sends. */
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly shortcut?: ShortcutId;
  readonly enabled: boolean;
  readonly run: () => void;
}

interface Parts {
  readonly hasProject: boolean;
  readonly missingImages: number;
  readonly project: ProjectActions;
  readonly undo: UndoActions;
}

const SCREEN_SHORTCUTS: Partial<Record<string, ShortcutId>> = {
  browse: 'screenBrowse',
  train: 'screenTrain',
  compare: 'screenCompare',
  settings: 'settings',
};

/** In a text field the field's own history comes first, which only this browser call reaches. */
function inField(what: 'undo' | 'redo', otherwise: () => void): void {
  const field = document.activeElement;
  const typing = field instanceof HTMLElement && field.matches('input, textarea, [contenteditable="true"]');
  if (typing && field.dataset.unsaved !== 'false') document.execCommand(what);
  else otherwise();
}

export function useCommands({ hasProject, missingImages, project, undo }: Parts): readonly Command[] {
  const ui = useUi();
  const showJobs = useJobsPanel((state) => state.show);
  return [
    ...screens.map((screen): Command => {
      const shortcut = SCREEN_SHORTCUTS[screen.id];
      return {
        id: `screen-${screen.id}`,
        title: `Go to ${screen.title}`,
        icon: screen.icon,
        ...(shortcut ? { shortcut } : {}),
        enabled: hasProject || !screen.needsProject,
        run: () => ui.showScreen(screen.id),
      };
    }),
    {
      id: 'import',
      title: 'Import images and captions…',
      icon: FileInput,
      shortcut: 'import',
      enabled: hasProject,
      run: () => ui.startImport([]),
    },
    {
      id: 'detections',
      title: 'Import detections…',
      icon: ScanSearch,
      enabled: hasProject,
      run: () => ui.showDialog('detections'),
    },
    {
      id: 'ontology',
      title: 'Edit ontology…',
      icon: Spline,
      enabled: hasProject,
      run: () => ui.showDialog('ontology'),
    },
    {
      id: 'export',
      title: 'Export…',
      icon: FileOutput,
      shortcut: 'export',
      enabled: hasProject,
      run: () => ui.showDialog('export'),
    },
    { id: 'jobs', title: 'Show jobs', icon: ListChecks, shortcut: 'jobs', enabled: true, run: showJobs },
    {
      id: 'undo',
      title: undo.undoLabel ? `Undo: ${undo.undoLabel}` : 'Undo',
      icon: Undo2,
      shortcut: 'undo',
      enabled: hasProject,
      run: () => inField('undo', undo.undo),
    },
    {
      id: 'redo',
      title: undo.redoLabel ? `Redo: ${undo.redoLabel}` : 'Redo',
      icon: Redo2,
      shortcut: 'redo',
      enabled: hasProject,
      run: () => inField('redo', undo.redo),
    },
    {
      id: 'new-project',
      title: 'New project…',
      icon: FilePlus2,
      shortcut: 'newProject',
      enabled: true,
      run: () => void project.create(),
    },
    {
      id: 'open-project',
      title: 'Open project…',
      icon: FolderOpen,
      shortcut: 'openProject',
      enabled: true,
      run: () => void project.open(),
    },
    {
      id: 'open-sample',
      title: 'Open sample project',
      icon: Sparkles,
      enabled: true,
      run: () => void project.openSample(),
    },
    {
      id: 'relink',
      title: 'Find missing images…',
      icon: FolderSearch,
      enabled: hasProject && missingImages > 0,
      run: () => void project.relink(),
    },
    {
      id: 'close-project',
      title: 'Close project',
      icon: ArrowRightLeft,
      enabled: hasProject,
      run: () => void project.close(),
    },
    {
      id: 'palette',
      title: 'Search images and commands',
      icon: Search,
      shortcut: 'palette',
      enabled: true,
      run: () => ui.showDialog('palette'),
    },
    {
      id: 'shortcuts',
      title: 'Keyboard shortcuts',
      icon: CircleHelp,
      shortcut: 'shortcuts',
      enabled: true,
      run: () => ui.showDialog('shortcuts'),
    },
    { id: 'about', title: 'About Nadir', icon: Info, enabled: true, run: () => ui.showDialog('about') },
  ];
}

/** Runs a command by its id; an unknown or disabled one does nothing. */
export function runCommand(commands: readonly Command[], id: string): void {
  const command = commands.find((one) => one.id === id);
  if (command?.enabled) command.run();
}
