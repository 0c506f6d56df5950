import { useEffect, useRef, useState } from 'react';
import type { ProjectInfo } from '../../../preload/contract/project.ts';
import { useApiQuery } from '../engine/api-hooks.ts';
import type { ProjectActions } from './use-project.ts';

/**
 * What a window shows first when no project is open: the one worked on last, and at the very first start the sample
 * project. Nothing is opened when Nadir was started with a file, which is on its way. True while one is being opened.
 */
export function useStartProject(
  info: ProjectInfo | null | undefined,
  { open, openSample }: Pick<ProjectActions, 'open' | 'openSample'>,
): boolean {
  const recents = useApiQuery('project', 'recents', {});
  const startFile = useApiQuery('shell', 'startFile', {});
  const [opening, setOpening] = useState(false);
  const decided = useRef(false);
  useEffect(() => {
    if (decided.current || info === undefined || recents.data === undefined || startFile.data === undefined) return;
    decided.current = true;
    if (info !== null || startFile.data !== null) return;
    const last = recents.data[0];
    // A last project that is gone leaves the choice to the person, who sees the others.
    if (last && !last.exists) return;
    setOpening(true);
    void (last ? open(last.path) : openSample()).finally(() => setOpening(false));
  }, [info, recents.data, startFile.data, open, openSample]);
  return opening;
}
