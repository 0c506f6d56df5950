import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../../app/engine/api-hooks.ts';
import { useEvent } from '../../app/engine/use-event.ts';
import { PointBuffer } from './point-buffer.ts';

/** Points arrive many times a second; four drawings a second are enough and leave the processor to the run. */
const DRAW_INTERVAL_MS = 250;

/**
 * Collects the points of a run: the stored ones, then those of events. When an event leaves a gap (it overtook the
 * first answer, or the engine restarted), the missing points are fetched.
 */
export function useRunPoints(id: string) {
  const buffer = useMemo(() => new PointBuffer(id), [id]);
  const [error, setError] = useState<unknown>(null);
  const [loadedId, setLoadedId] = useState<string | null>(null);
  const asking = useRef<PointBuffer | null>(null);

  const catchUp = useCallback(async () => {
    if (asking.current === buffer) return;
    asking.current = buffer;
    try {
      buffer.append(await call('runs', 'points', { id: buffer.runId, from: buffer.next }));
      setError(null);
    } catch (failure) {
      setError(failure);
    } finally {
      if (asking.current === buffer) asking.current = null;
      setLoadedId(buffer.runId);
    }
  }, [buffer]);

  useEffect(() => void catchUp(), [catchUp]);
  useEvent('runPoints', (event) => {
    if (event.id === buffer.runId && !buffer.append(event.points)) void catchUp();
  });
  useEvent('engine', ({ state }) => {
    if (state === 'restarted') void catchUp();
  });
  return { buffer, version: useDrawnVersion(buffer), loading: loadedId !== id, error, retry: catchUp };
}

/** Follows the buffer's version on animation frames, at most four times a second. */
function useDrawnVersion(buffer: PointBuffer): number {
  const [drawn, setDrawn] = useState({ buffer, version: buffer.version });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    let behind = false;
    const look = () => {
      frame = requestAnimationFrame(() => setDrawn({ buffer, version: buffer.version }));
      timer = setTimeout(() => {
        timer = undefined;
        if (behind) schedule();
      }, DRAW_INTERVAL_MS);
      behind = false;
    };
    const schedule = () => {
      if (timer === undefined) look();
      else behind = true;
    };
    schedule();
    const leave = buffer.subscribe(schedule);
    return () => {
      leave();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [buffer]);
  return drawn.buffer === buffer ? drawn.version : 0;
}
