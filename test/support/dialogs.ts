import type { ElectronApplication } from 'playwright-core';

/** Answers the desktop's file dialogs in order, as a person would who picks these paths; null cancels. */
export async function answerDialogs(app: ElectronApplication, paths: readonly (string | null)[]): Promise<void> {
  await app.evaluate(({ dialog }, answers) => {
    const queue = [...answers];
    const next = (): string | null => {
      if (queue.length === 0) throw new Error('A file dialog opened that the test did not expect.');
      return queue.shift() ?? null;
    };
    dialog.showOpenDialog = (async () => {
      const path = next();
      return { canceled: path === null, filePaths: path === null ? [] : [path] };
    }) as typeof dialog.showOpenDialog;
    dialog.showSaveDialog = (async () => {
      const path = next();
      return { canceled: path === null, filePath: path ?? '' };
    }) as typeof dialog.showSaveDialog;
  }, paths);
}
