import { DetectionsDialog } from '../../features/detections/detections-dialog.tsx';
import { ExportDialog } from '../../features/export/export-dialog.tsx';
import { DropTarget } from '../../features/import/drop-target.tsx';
import { ImportDialog } from '../../features/import/import-dialog.tsx';
import { OntologyDialog } from '../../features/ontology/ontology-dialog.tsx';
import { WelcomeScreen } from '../../features/welcome/welcome-screen.tsx';
import { CommandPalette } from '../commands/command-palette.tsx';
import { useCommands } from '../commands/use-commands.ts';
import { screens } from '../navigation/screens.ts';
import { useUi } from '../navigation/ui-store.ts';
import { useProjectActions, useProjectInfo } from '../project/use-project.ts';
import { useStartProject } from '../project/use-start-project.ts';
import { useUndo } from '../project/use-undo.ts';
import { ShortcutSheet } from '../shortcuts/shortcut-sheet.tsx';
import { useGlobalShortcuts } from '../shortcuts/use-global-shortcuts.ts';
import { useThemeSetting } from '../theme/use-theme-setting.ts';
import { AboutDialog } from './about-dialog.tsx';
import { EngineBanner } from './engine-banner.tsx';
import { SkipLink } from './skip-link.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** The window: top bar, one screen, status bar, and the dialogs that can open over any screen. */
export function Frame() {
  const info = useProjectInfo();
  const project = useProjectActions();
  const { screen, dialog, showDialog, importStart, endImport } = useUi();
  const hasProject = info != null;
  const undo = useUndo(hasProject);
  const commands = useCommands({ hasProject, missingImages: info?.missingImages ?? 0, project, undo });
  useGlobalShortcuts(commands);
  useThemeSetting();
  const opening = useStartProject(info, project);

  const current = screens.find((one) => one.id === screen) ?? screens[0];
  const Screen = current && (hasProject || !current.needsProject) ? current.component : null;
  const toggle = (name: 'palette' | 'shortcuts' | 'about' | 'export') => (open: boolean) =>
    showDialog(open ? name : null);

  return (
    <div className="flex h-full flex-col">
      <SkipLink />
      <TopBar info={info ?? null} commands={commands} undo={undo} />
      <EngineBanner />
      <main
        className="focus-inset relative min-h-0 flex-1"
        tabIndex={-1}
        aria-label={Screen ? current?.title : 'Welcome'}
      >
        {Screen ? <Screen /> : <WelcomeScreen actions={project} waiting={info === undefined || opening} />}
      </main>
      <StatusBar info={info ?? null} onFindMissing={project.relink} />
      <DropTarget hasProject={hasProject} actions={project} />
      {importStart && hasProject && <ImportDialog start={importStart} onClose={endImport} />}
      <ExportDialog open={dialog === 'export' && hasProject} onOpenChange={toggle('export')} />
      {dialog === 'ontology' && hasProject && <OntologyDialog onClose={() => showDialog(null)} />}
      {dialog === 'detections' && hasProject && <DetectionsDialog onClose={() => showDialog(null)} />}
      <CommandPalette
        open={dialog === 'palette'}
        onOpenChange={toggle('palette')}
        commands={commands}
        hasProject={hasProject}
      />
      <ShortcutSheet open={dialog === 'shortcuts'} onOpenChange={toggle('shortcuts')} />
      <AboutDialog open={dialog === 'about'} onOpenChange={toggle('about')} />
    </div>
  );
}
