import type { Settings } from '../../../preload/contract/settings.ts';

export type GridSize = Settings['gridSize'];

/** Smallest width of a card in px; cards grow to fill the row. */
const MINIMUM_WIDTH: Record<GridSize, number> = { small: 104, medium: 156, large: 228 };
/** Height of the lines below the thumbnail, in px. */
const TEXT_HEIGHT: Record<GridSize, number> = { small: 24, medium: 56, large: 72 };
export const GRID_GAP = 12;
export const GRID_PADDING = 16;

export interface GridGeometry {
  readonly columns: number;
  readonly cardWidth: number;
  readonly rowHeight: number;
}

/**
 * Computes how many cards fit side by side in `width` px, and their size. Thumbnails are square.
 *
 * @example gridGeometry(1000, 'medium') → 5 columns: (1000 − 2·16 + 12) / (156 + 12) = 5.8
 */
export function gridGeometry(width: number, size: GridSize): GridGeometry {
  const inner = Math.max(0, width - 2 * GRID_PADDING);
  const columns = Math.max(1, Math.floor((inner + GRID_GAP) / (MINIMUM_WIDTH[size] + GRID_GAP)));
  const cardWidth = Math.floor((inner - (columns - 1) * GRID_GAP) / columns);
  return { columns, cardWidth, rowHeight: cardWidth + TEXT_HEIGHT[size] + GRID_GAP };
}
