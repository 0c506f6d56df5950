/** Sizes and places of a drawing, px. */
export interface Box {
  readonly width: number;
  readonly height: number;
}
/** From one box to another, by their places in a list. */
export interface Link {
  readonly source: number;
  readonly target: number;
  /** Of the predicate's words. */
  readonly label: Box;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
