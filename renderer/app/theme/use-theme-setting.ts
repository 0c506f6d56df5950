import { useEffect } from 'react';
import { useApiQuery } from '../engine/api-hooks.ts';
import { applyTheme } from './theme.ts';

/** Applies the theme setting; until it is known, the page follows the desktop. */
export function useThemeSetting(): void {
  const theme = useApiQuery('settings', 'get', {}).data?.theme;
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
}
