import { useCallback, useRef, useState } from 'react';
import type { DetectionFormat, DetectionReport } from '../../../preload/contract/detections.ts';
import { call } from '../../app/engine/api-hooks.ts';

export interface DetectionSourceChoice {
  readonly format: DetectionFormat;
  readonly file: string | null;
  readonly classesFile: string | null;
  readonly minScore: number;
}

export interface DetectionFlow {
  readonly source: DetectionSourceChoice;
  readonly report: DetectionReport | null;
  readonly phase: 'choosing' | 'checking' | 'checked' | 'importing';
  readonly error: unknown;
  readonly change: (change: Partial<DetectionSourceChoice>) => void;
  readonly run: () => void;
}

const START: DetectionSourceChoice = { format: 'coco', file: null, classesFile: null, minScore: 0.5 };

/**
 * Runs the import of detections from the chosen file through the preview to the end. `onDone` gets the imported
 * counts.
 */
export function useDetections(onDone: (report: DetectionReport) => void): DetectionFlow {
  const [source, setSource] = useState(START);
  const [report, setReport] = useState<DetectionReport | null>(null);
  const [phase, setPhase] = useState<DetectionFlow['phase']>('choosing');
  const [error, setError] = useState<unknown>(null);
  /** Number of the newest preview; older answers are out of date. */
  const asked = useRef(0);

  const check = useCallback(async (next: DetectionSourceChoice) => {
    asked.current += 1;
    const question = asked.current;
    setSource(next);
    setReport(null);
    setError(null);
    if (next.file === null) {
      setPhase('choosing');
      return;
    }
    setPhase('checking');
    try {
      const found = await call('detections', 'preview', { ...next, file: next.file, name: null });
      if (question !== asked.current) return;
      setReport(found);
      setPhase('checked');
    } catch (failure) {
      if (question !== asked.current) return;
      setError(failure);
      setPhase('choosing');
    }
  }, []);

  const run = async () => {
    if (source.file === null) return;
    setPhase('importing');
    try {
      onDone(await call('detections', 'import', { ...source, file: source.file, name: null }));
    } catch (failure) {
      setError(failure);
      setPhase('checked');
    }
  };

  return {
    source,
    report,
    phase,
    error,
    // Another format needs another kind of file, so the choice is cleared.
    change: (change) =>
      void check({
        ...source,
        ...(change.format && change.format !== source.format ? { file: null, classesFile: null } : {}),
        ...change,
      }),
    run: () => void run(),
  };
}
