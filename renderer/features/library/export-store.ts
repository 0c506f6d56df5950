import { create } from 'zustand';
import type { ExportedModel } from '../../../preload/contract/models.ts';

/** An export that goes on, or that has ended in one of two ways. */
export interface ModelExport {
  readonly operationId: string;
  readonly modelId: string;
  readonly title: string;
  readonly out: string;
  readonly done: number;
  readonly total: number;
  readonly error: unknown;
  readonly written: ExportedModel | null;
}

interface ExportState {
  readonly exports: readonly ModelExport[];
  readonly begin: (begun: Pick<ModelExport, 'operationId' | 'modelId' | 'title' | 'out'>) => void;
  readonly change: (
    operationId: string,
    what: Partial<Pick<ModelExport, 'done' | 'total' | 'error' | 'written'>>,
  ) => void;
  /** A person has read how it ended. */
  readonly forget: (operationId: string) => void;
}

/** Exports of this window: they go on while another screen shows. A new one of a model takes the place of its last. */
export const useExports = create<ExportState>()((set) => ({
  exports: [],
  begin: (begun) =>
    set(({ exports }) => ({
      exports: [
        ...exports.filter((each) => each.modelId !== begun.modelId),
        { ...begun, done: 0, total: 0, error: null, written: null },
      ],
    })),
  change: (operationId, what) =>
    set(({ exports }) => ({
      exports: exports.map((each) => (each.operationId === operationId ? { ...each, ...what } : each)),
    })),
  forget: (operationId) =>
    set(({ exports }) => ({ exports: exports.filter((each) => each.operationId !== operationId) })),
}));

export const isGoingOn = ({ error, written }: ModelExport): boolean => error === null && written === null;
