import { BrowserWindow, Notification } from 'electron';
import type { Events } from '../../preload/contract/table.ts';
import { JobWatch } from './job-notices.ts';

/** Returns a listener to the engine's events that shows the progress of jobs in the taskbar and tells their end while nobody looks. */
export function jobTeller(onClick: () => void): <K extends keyof Events>(event: K, payload: Events[K]) => void {
  const watch = new JobWatch();
  // A notification that nothing holds is collected, and its click with it.
  const shown = new Set<Notification>();
  let bar = -1;
  const showProgress = () => {
    if (watch.progress === bar) return;
    bar = watch.progress;
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(bar);
  };
  return (event, payload) => {
    if (event === 'project' && payload === null) watch.forget();
    if (event === 'engine' && (payload as Events['engine']).state !== 'ready') watch.forget();
    if (event === 'job') {
      const focused = BrowserWindow.getFocusedWindow() !== null;
      const notice = watch.follow(payload as Events['job'], { focused, timeMs: Date.now() });
      if (notice && Notification.isSupported()) {
        const notification = new Notification(notice);
        shown.add(notification);
        notification.on('click', onClick);
        notification.on('close', () => shown.delete(notification));
        notification.show();
      }
    }
    showProgress();
  };
}
