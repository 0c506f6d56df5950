/** An image's placement in its stage: stage px per image px, and the position of its top left corner. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const MAXIMUM_SCALE = 32;
/** Share of the stage that a fitted image fills, so that it does not touch the edges. */
const FIT_SHARE = 0.96;

/** Computes the largest scale that shows the whole image. */
export function fitScale(image: Size, stage: Size): number {
  if (image.width <= 0 || image.height <= 0 || stage.width <= 0 || stage.height <= 0) return 1;
  return FIT_SHARE * Math.min(stage.width / image.width, stage.height / image.height);
}

/** Shows the whole image, centred. */
export function fitView(image: Size, stage: Size): View {
  const scale = fitScale(image, stage);
  return { scale, x: (stage.width - image.width * scale) / 2, y: (stage.height - image.height * scale) / 2 };
}

/** Keeps the image in the stage: centred where it is smaller, without gaps where it is larger. */
export function clampView(view: View, image: Size, stage: Size): View {
  const along = (position: number, length: number, space: number) =>
    length <= space ? (space - length) / 2 : Math.min(0, Math.max(space - length, position));
  return {
    scale: view.scale,
    x: along(view.x, image.width * view.scale, stage.width),
    y: along(view.y, image.height * view.scale, stage.height),
  };
}

/**
 * Zooms by `factor` around a point. The scale stays between the smaller of fitted and original size, and 32.
 */
export function zoomAt(view: View, factor: number, point: { x: number; y: number }, image: Size, stage: Size): View {
  const minimum = Math.min(1, fitScale(image, stage));
  const scale = Math.min(MAXIMUM_SCALE, Math.max(minimum, view.scale * factor));
  const ratio = scale / view.scale;
  return clampView(
    { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio },
    image,
    stage,
  );
}

/** Moves the image by px of the stage. */
export function panBy(view: View, dx: number, dy: number, image: Size, stage: Size): View {
  return clampView({ ...view, x: view.x + dx, y: view.y + dy }, image, stage);
}
