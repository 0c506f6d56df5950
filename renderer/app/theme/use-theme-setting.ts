import { useEffect } from 'react';
import { useApiQuery } from '../engine/api-hooks.ts';
import { applyTheme } from './theme.ts';

/** Keeps the page in the theme of the settings; until they are known it follows the desktop. */
export function useThemeSetting(): void {
  const theme = useApiQuery('settings', 'get', {}).data?.theme;
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
}
