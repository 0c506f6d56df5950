import { create } from 'zustand';
import type { ImageQuery } from '../../../preload/contract/images.ts';

export type ScreenId = 'browse' | 'train' | 'compare' | 'models' | 'settings';

/** What an import dialog starts from: dropped paths, or nothing. */
export interface ImportStart {
  readonly paths: readonly string[];
}

export const EMPTY_FILTER: ImageQuery = {
  text: '',
  classes: [],
  splits: [],
  statuses: [],
  sort: 'imported',
  descending: false,
};

/**
 * The state of the window itself. What the engine knows is never copied here; it is asked for through `api-hooks.ts`.
 */
export interface UiState {
  readonly screen: ScreenId;
  readonly filter: ImageQuery;
  /** The image that the grid's focus is on; kept while another screen shows. */
  readonly selectedImageId: number | null;
  /** The image shown large, or null for the grid. */
  readonly openImageId: number | null;
  readonly selectedCaptionId: number | null;
  /** Px from the top of the grid, to come back to the same place. */
  readonly gridScrollTop: number;
  readonly dialog: 'palette' | 'shortcuts' | 'about' | 'export' | 'ontology' | 'detections' | null;
  readonly importStart: ImportStart | null;

  readonly showScreen: (screen: ScreenId) => void;
  readonly setFilter: (change: Partial<ImageQuery>) => void;
  readonly selectImage: (id: number | null) => void;
  /** Shows an image large, from any screen; the caption is selected where one is named. */
  readonly openImage: (id: number, captionId?: number | null) => void;
  readonly closeImage: () => void;
  readonly selectCaption: (id: number | null) => void;
  readonly setGridScrollTop: (px: number) => void;
  readonly showDialog: (dialog: UiState['dialog']) => void;
  readonly startImport: (paths: readonly string[]) => void;
  readonly endImport: () => void;
  /** Another project: nothing of the last one stays selected. */
  readonly reset: () => void;
}

const FRESH = {
  screen: 'browse',
  filter: EMPTY_FILTER,
  selectedImageId: null,
  openImageId: null,
  selectedCaptionId: null,
  gridScrollTop: 0,
  dialog: null,
  importStart: null,
} as const;

export const useUi = create<UiState>()((set) => ({
  ...FRESH,
  showScreen: (screen) => set({ screen, dialog: null }),
  setFilter: (change) => set((state) => ({ filter: { ...state.filter, ...change }, gridScrollTop: 0 })),
  selectImage: (selectedImageId) => set({ selectedImageId }),
  openImage: (id, captionId = null) =>
    set({ screen: 'browse', dialog: null, openImageId: id, selectedImageId: id, selectedCaptionId: captionId }),
  closeImage: () => set({ openImageId: null, selectedCaptionId: null }),
  selectCaption: (selectedCaptionId) => set({ selectedCaptionId }),
  setGridScrollTop: (gridScrollTop) => set({ gridScrollTop }),
  showDialog: (dialog) => set({ dialog }),
  startImport: (paths) => set({ importStart: { paths }, dialog: null }),
  endImport: () => set({ importStart: null }),
  reset: () =>
    set(({ screen }) => ({ ...FRESH, screen: screen === 'settings' || screen === 'models' ? screen : 'browse' })),
}));
