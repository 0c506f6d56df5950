/** A box that a detector drew: what it holds and, where it says so, how sure the detector is (0…1). */
export interface DetectedBox {
  readonly label: string;
  readonly score: number | null;
}

/** One image of a detector's results. */
export interface DetectedImage {
  /** Name of the image, with or without folder and ending, as the results give it. */
  readonly name: string;
  /** Its id in the dataset the results belong to, where they name it by one. */
  readonly sourceId: string | null;
  readonly boxes: readonly DetectedBox[];
}
