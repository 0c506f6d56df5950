import { useEffect, useRef, useState } from 'react';
import type { ProjectInfo } from '../../../preload/contract/project.ts';
import { useApiQuery } from '../engine/api-hooks.ts';
import type { ProjectActions } from './use-project.ts';

/**
 * Opens a project at startup: the last one, or the sample project on the first start. Opens nothing when Nadir was
 * started with a file, which opens by itself. Returns true while opening.
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
    // If the last project is missing, the Welcome screen offers the others.
    if (last && !last.exists) return;
    setOpening(true);
    void (last ? open(last.path) : openSample()).finally(() => setOpening(false));
  }, [info, recents.data, startFile.data, open, openSample]);
  return opening;
}
