import { create } from 'zustand';
import type { PaceStart } from './download-pace.ts';

/** A download that goes on, or that ended badly. */
export interface Download {
  readonly repository: string;
  readonly operationId: string;
  readonly done: number;
  readonly total: number;
  /** Null until its first bytes are told. */
  readonly start: PaceStart | null;
  readonly error: unknown;
}

interface DownloadState {
  readonly downloads: readonly Download[];
  readonly begin: (repository: string, operationId: string) => void;
  readonly progress: (operationId: string, done: number, total: number) => void;
  readonly fail: (operationId: string, error: unknown) => void;
  /** It ended, or a person has read why it did not. */
  readonly forget: (operationId: string) => void;
}

/** Downloads of this window: they go on while another screen shows. */
export const useDownloads = create<DownloadState>()((set) => {
  const change = (operationId: string, what: Partial<Download>) =>
    set(({ downloads }) => ({
      downloads: downloads.map((each) => (each.operationId === operationId ? { ...each, ...what } : each)),
    }));
  return {
    downloads: [],
    begin: (repository, operationId) =>
      set(({ downloads }) => ({
        downloads: [
          ...downloads.filter((each) => each.repository !== repository),
          { repository, operationId, done: 0, total: 0, start: null, error: null },
        ],
      })),
    progress: (operationId, done, total) =>
      set(({ downloads }) => ({
        downloads: downloads.map((each) =>
          each.operationId === operationId
            ? { ...each, done, total, start: each.start ?? { atMs: Date.now(), bytes: done } }
            : each,
        ),
      })),
    fail: (operationId, error) => change(operationId, { error }),
    forget: (operationId) =>
      set(({ downloads }) => ({ downloads: downloads.filter((each) => each.operationId !== operationId) })),
  };
});
