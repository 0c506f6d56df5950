import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The application menu. Its commands go to the window, which owns the shortcuts: `registerAccelerator: false` shows a
 * key without taking it, so that Ctrl+Z in a text field stays the field's own undo.
 */
export function setMenu(command: (id: string) => void): void {
  const entry = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => command(id),
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: '&File',
        submenu: [
          entry('New project…', 'new-project', 'CmdOrCtrl+N'),
          entry('Open project…', 'open-project', 'CmdOrCtrl+O'),
          entry('Open sample project', 'open-sample'),
          separator,
          entry('Import…', 'import', 'CmdOrCtrl+I'),
          entry('Import detections…', 'detections'),
          entry('Export…', 'export', 'CmdOrCtrl+E'),
          separator,
          entry('Close project', 'close-project'),
          { role: 'quit' },
        ],
      },
      {
        label: '&Edit',
        submenu: [
          entry('Undo', 'undo', 'CmdOrCtrl+Z'),
          entry('Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
          separator,
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
        ],
      },
      {
        label: '&View',
        submenu: [
          entry('Browse', 'screen-browse'),
          entry('Train', 'screen-train'),
          entry('Compare', 'screen-compare'),
          entry('Settings', 'screen-settings', 'CmdOrCtrl+,'),
          entry('Jobs', 'jobs', 'CmdOrCtrl+J'),
          separator,
          entry('Command palette…', 'palette', 'CmdOrCtrl+K'),
          { role: 'togglefullscreen' },
          { role: 'toggleDevTools' },
        ],
      },
      { label: '&Help', submenu: [entry('Keyboard shortcuts', 'shortcuts', '?'), entry('About Nadir', 'about')] },
    ]),
  );
}
