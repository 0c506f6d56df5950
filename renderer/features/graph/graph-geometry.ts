/** A size in a drawing, in px. */
export interface Box {
  readonly width: number;
  readonly height: number;
}
/** A link from one box to another, by index. */
export interface Link {
  readonly source: number;
  readonly target: number;
  /** Size of the predicate's text. */
  readonly label: Box;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
