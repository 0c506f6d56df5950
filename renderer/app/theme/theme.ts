import type { Theme } from '../../../preload/contract/settings.ts';

/** Applies the chosen theme; "system" follows the desktop. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
