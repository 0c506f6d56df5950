import { useEffect, useRef } from 'react';
import type { Events } from '../../../preload/contract/table.ts';
import { nadir } from './nadir.ts';

/** Listens to an event of the engine while the component is mounted; the newest listener is called. */
export function useEvent<K extends keyof Events>(event: K, listener: (payload: Events[K]) => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => nadir.on(event, (payload) => latest.current(payload)), [event]);
}
