import { create } from 'zustand';

/** What the training screen shows; kept while another screen is open. */
export interface TrainState {
  readonly runId: string | null;
  /** The start panel is open; a model to start from may be given. */
  readonly starting: { readonly modelId: string | null } | null;

  readonly showRun: (runId: string | null) => void;
  readonly startFrom: (modelId: string | null) => void;
  readonly endStart: () => void;
}

export const useTrain = create<TrainState>()((set) => ({
  runId: null,
  starting: null,
  showRun: (runId) => set({ runId, starting: null }),
  startFrom: (modelId) => set({ starting: { modelId } }),
  endStart: () => set({ starting: null }),
}));
