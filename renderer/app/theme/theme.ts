import type { Theme } from '../../../preload/contract/settings.ts';

/** Applies the chosen theme; "system" leaves the decision to the desktop, and follows it when it changes. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
