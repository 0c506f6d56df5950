import { useEffect, useRef, useState } from 'react';
import type { ProjectInfo } from '../../preload/contract/project.ts';
import { useApiQuery } from './api-hooks.ts';
import type { ProjectActions } from './use-project.ts';

/**
 * Opens the sample project when Nadir starts for the first time: no project is open and none ever was. True while it
 * is being opened.
 */
export function useFirstRun(info: ProjectInfo | null | undefined, { openSample }: ProjectActions): boolean {
  const recents = useApiQuery('project', 'recents', {});
  const [opening, setOpening] = useState(false);
  const decided = useRef(false);
  useEffect(() => {
    if (decided.current || info === undefined || recents.data === undefined) return;
    decided.current = true;
    if (info !== null || recents.data.length > 0) return;
    setOpening(true);
    void openSample().finally(() => setOpening(false));
  }, [info, recents.data, openSample]);
  return opening;
}
