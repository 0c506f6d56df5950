import { create } from 'zustand';

/** State of the Train screen, kept while another screen is open. */
export interface TrainState {
  readonly runId: string | null;
  /** Set while the start panel is open, with the model to start from if one was chosen. */
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
