import path from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import type { shell as shellContract } from '../../preload/contract/shell.ts';
import type { Handlers } from '../../preload/contract/table.ts';

const projectFilter = { name: 'Nadir project', extensions: ['nadir'] };

/** Dialogs and the desktop, for one window at a time. */
export function shellHandlers(
  window: () => BrowserWindow,
  startFile: string | null,
): Handlers<{ shell: typeof shellContract }>['shell'] {
  const chooseOne = async (options: Electron.OpenDialogOptions) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window(), options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  const chooseTarget = async (options: Electron.SaveDialogOptions) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window(), options);
    return canceled || !filePath ? null : filePath;
  };
  return {
    chooseProject: () => chooseOne({ title: 'Open project', filters: [projectFilter], properties: ['openFile'] }),
    chooseNewProject: async () => {
      const chosen = await chooseTarget({
        title: 'New project',
        defaultPath: path.join(app.getPath('documents'), 'Untitled.nadir'),
        filters: [projectFilter],
      });
      return chosen === null || chosen.endsWith('.nadir') ? chosen : `${chosen}.nadir`;
    },
    chooseCaptionsFile: () =>
      chooseOne({
        title: 'Choose the caption file',
        filters: [{ name: 'Captions (JSON)', extensions: ['json'] }],
        properties: ['openFile'],
      }),
    chooseFile: ({ title, extensions }) =>
      chooseOne({ title, filters: [{ name: title, extensions: [...extensions] }], properties: ['openFile'] }),
    chooseDirectory: ({ title }) => chooseOne({ title, properties: ['openDirectory'] }),
    chooseExportFile: ({ suggestedName }) =>
      chooseTarget({ title: 'Export', defaultPath: path.join(app.getPath('documents'), suggestedName) }),
    reveal: ({ path: file }) => {
      shell.showItemInFolder(path.resolve(file));
      return null;
    },
    startFile: () => startFile,
    about: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      node: process.versions.node,
      chrome: process.versions.chrome,
    }),
  };
}
