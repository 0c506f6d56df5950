import { create } from 'zustand';
import type { ImageQuery } from '../../../preload/contract/images.ts';

export type ScreenId = 'browse' | 'train' | 'compare' | 'models' | 'settings';

/** The dropped paths that an import starts with; may be empty. */
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
 * State of the window itself. The engine's data is never copied here; `api-hooks.ts` loads it.
 */
export interface UiState {
  readonly screen: ScreenId;
  readonly filter: ImageQuery;
  /** The focused image of the grid; kept while another screen is open. */
  readonly selectedImageId: number | null;
  /** The image shown large, or null for the grid. */
  readonly openImageId: number | null;
  readonly selectedCaptionId: number | null;
  /** Scroll position of the grid in px, to return to. */
  readonly gridScrollTop: number;
  readonly dialog: 'palette' | 'shortcuts' | 'about' | 'export' | 'ontology' | 'detections' | null;
  readonly importStart: ImportStart | null;

  readonly showScreen: (screen: ScreenId) => void;
  readonly setFilter: (change: Partial<ImageQuery>) => void;
  readonly selectImage: (id: number | null) => void;
  /** Opens an image from any screen, with a caption selected if given. */
  readonly openImage: (id: number, captionId?: number | null) => void;
  readonly closeImage: () => void;
  readonly selectCaption: (id: number | null) => void;
  readonly setGridScrollTop: (px: number) => void;
  readonly showDialog: (dialog: UiState['dialog']) => void;
  readonly startImport: (paths: readonly string[]) => void;
  readonly endImport: () => void;
  /** Clears the selection when another project opens. */
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
