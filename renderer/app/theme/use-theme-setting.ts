import { useEffect } from 'react';
import type { Theme } from '../../../preload/contract/settings.ts';
import { useApiQuery } from '../engine/api-hooks.ts';

/** Applies the theme setting; until it is known, the page follows the desktop. */
export function useThemeSetting(): void {
  const theme = useApiQuery('settings', 'get', {}).data?.theme;
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
}

/** Applies the chosen theme; "system" follows the desktop. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
