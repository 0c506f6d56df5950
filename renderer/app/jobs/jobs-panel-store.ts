import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export interface JobsPanelState {
  readonly open: boolean;
  /** Failed jobs that were looked at, newest last. */
  readonly seen: readonly string[];
  readonly show: () => void;
  readonly hide: () => void;
  readonly toggle: () => void;
  readonly look: (ids: readonly string[]) => void;
}

/** More failures than this are not on the list. */
const mostSeen = 200;

/** Whether the Jobs panel is open, and which failures were read in it. */
export const useJobsPanel = create<JobsPanelState>()(
  persist(
    (set) => ({
      open: false,
      seen: [],
      show: () => set({ open: true }),
      hide: () => set({ open: false }),
      toggle: () => set(({ open }) => ({ open: !open })),
      look: (ids) =>
        set(({ seen }) => {
          const fresh = ids.filter((id) => !seen.includes(id));
          return fresh.length === 0 ? {} : { seen: [...seen, ...fresh].slice(-mostSeen) };
        }),
    }),
    { name: 'nadir-jobs', partialize: ({ seen }) => ({ seen }) },
  ),
);
