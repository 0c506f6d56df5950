import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { ImportFormat, ImportReport } from '../../../preload/contract/project.ts';
import { apiKey, call } from '../../app/engine/api-hooks.ts';
import { useJobsPanel } from '../../app/jobs/jobs-panel-store.ts';
import { newJobId } from '../../app/jobs/new-job-id.ts';
import { useJob } from '../../app/jobs/use-jobs.ts';
import { type ImportStart, useUi } from '../../app/navigation/ui-store.ts';
import { isCancelled, readError } from '../../app/words/errors.ts';
import { counted } from '../../app/words/format.ts';
import { completeSource, dropProblem, type ImportSource, mergeDetected, mergeDropped } from './import-state.ts';

export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export interface ImportFlow {
  readonly source: ImportSource;
  readonly phase: 'choosing' | 'checking' | 'checked' | 'importing' | 'cancelling';
  readonly report: ImportReport | null;
  readonly progress: Progress | null;
  readonly error: unknown;
  readonly chooseCaptions: () => void;
  readonly chooseImages: () => void;
  readonly setFormat: (format: ImportFormat) => void;
  readonly run: () => void;
  /** Stops what runs; nothing of an unfinished import stays. */
  readonly cancel: () => void;
}

/** Of more paths than this nobody means each. */
const mostDropped = 20;
const NOTHING: ImportSource = { captionsFile: null, imagesDirectory: null, format: null };

/** Whether an import is being written, or taken back. */
export const isWorking = (phase: ImportFlow['phase']): boolean => phase === 'importing' || phase === 'cancelling';

/** The whole import, from chosen paths over the dry run to the end. `onDone` is called after a complete import. */
export function useImport(start: ImportStart, onDone: () => void): ImportFlow {
  const queries = useQueryClient();
  const [source, setSource] = useState(NOTHING);
  const [phase, setPhase] = useState<ImportFlow['phase']>('choosing');
  const [report, setReport] = useState<ImportReport | null>(null);
  const [error, setError] = useState<unknown>(null);
  /** The one job that may still report; an answer to any other is out of date. */
  const job = useRef<string | null>(null);
  const [followed, setFollowed] = useState<string | null>(null);
  const progress = useJob(followed)?.progress ?? null;

  const begin = useCallback((kind: 'import-check' | 'import') => {
    if (job.current !== null) void call('jobs', 'stop', { id: job.current });
    const id = newJobId(kind);
    job.current = id;
    setFollowed(id);
    setError(null);
    return id;
  }, []);
  /** False once the dialog is closed; an import that is being written goes on. */
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);

  const check = useCallback(
    async (next: ImportSource) => {
      setSource(next);
      setReport(null);
      // A file whose format could not be told is read all the same: the engine says what is wrong with it.
      const complete = completeSource({ ...next, format: next.format ?? 'karpathy' });
      if (!complete) {
        setPhase('choosing');
        return;
      }
      const jobId = begin('import-check');
      setPhase('checking');
      try {
        const found = await call('project', 'previewImport', { ...complete, jobId });
        if (job.current !== jobId) return;
        job.current = null;
        setReport(found);
        setPhase('checked');
      } catch (failure) {
        if (job.current !== jobId) return;
        job.current = null;
        setError(failure);
        setPhase('choosing');
      }
    },
    [begin],
  );

  const current = useRef({ source, phase });
  current.current = { source, phase };

  const detect = useCallback(
    async (paths: readonly string[], merge: (found: ImportSource) => ImportSource) => {
      setError(null);
      try {
        const found = await call('project', 'detectImport', { paths: [...paths] });
        // Import was pressed meanwhile, or the dialog closed: a check now would stop what runs.
        if (isWorking(current.current.phase) || !shown.current) return;
        await check(merge(found));
      } catch (failure) {
        setError(failure);
      }
    },
    [check],
  );

  const taken = useRef<ImportStart | null>(null);
  useEffect(() => {
    // What is dropped onto an import that runs would change what it says it imports.
    if (taken.current === start || isWorking(current.current.phase)) return;
    taken.current = start;
    const paths = start.paths.slice(0, mostDropped);
    if (paths.length === 0) return;
    void detect(paths, (found) => {
      const problem = dropProblem(paths, found);
      if (problem !== null) throw new Error(problem);
      return mergeDropped(current.current.source, found);
    });
  }, [start, detect]);

  const choose = async (what: 'captionsFile' | 'imagesDirectory', asked: Promise<string | null>) => {
    const path = await asked;
    if (path === null) return;
    // A new caption file may be of another format; a folder keeps the format of the file.
    const chosen = { ...source, [what]: path, ...(what === 'captionsFile' ? { format: null } : {}) };
    setSource(chosen);
    await detect([path], (found) => mergeDetected(chosen, found));
  };

  const run = async () => {
    const complete = completeSource(source);
    if (!complete) return;
    const jobId = begin('import');
    setPhase('importing');
    try {
      const done = await call('project', 'import', { ...complete, jobId });
      const words = `${counted(done.images, 'image')} and ${counted(done.captions, 'caption')} imported.`;
      if (shown.current) {
        toast.success(words);
        onDone();
      } else toast.success(words, { action: { label: 'Show', onClick: () => useUi.getState().showScreen('browse') } });
    } catch (failure) {
      if (isCancelled(failure)) toast('Import cancelled. Nothing was added.');
      else if (shown.current) setError(failure);
      else {
        const action = { label: 'Show jobs', onClick: useJobsPanel.getState().show };
        toast.error(readError(failure).message, { duration: 10_000, action });
      }
      setPhase('checked');
    } finally {
      if (job.current === jobId) job.current = null;
      void queries.invalidateQueries({ queryKey: ['images'] });
      void queries.invalidateQueries({ queryKey: apiKey('project', 'info') });
    }
  };

  const cancel = () => {
    const jobId = job.current;
    if (jobId === null) return;
    void call('jobs', 'stop', { id: jobId });
    if (phase === 'importing') setPhase('cancelling');
    else {
      job.current = null;
      setPhase('choosing');
    }
  };

  return {
    source,
    phase,
    report,
    progress,
    error,
    chooseCaptions: () => void choose('captionsFile', call('shell', 'chooseCaptionsFile', {})),
    chooseImages: () => void choose('imagesDirectory', call('shell', 'chooseDirectory', { title: 'Folder of images' })),
    setFormat: (format) => void check({ ...source, format }),
    run: () => void run(),
    cancel,
  };
}
