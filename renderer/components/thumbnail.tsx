import { useCallback } from 'react';
import { imageUrl } from '../app/engine/nadir.ts';

interface Props {
  readonly imageId: number;
  readonly className: string;
  /** What it shows; empty where the words beside it say so. */
  readonly alt?: string;
  readonly onLoad?: () => void;
  readonly onError?: () => void;
}

/** A small picture of an image. One that leaves the page before it has come is not asked for any more. */
export function Thumbnail({ imageId, alt = '', ...rest }: Props) {
  const load = useCallback(
    (picture: HTMLImageElement) => {
      picture.src = imageUrl('thumbnail', imageId);
      // Taking the element out of the page alone would go on loading it.
      return () => picture.removeAttribute('src');
    },
    [imageId],
  );
  return <img ref={load} alt={alt} draggable={false} decoding="async" {...rest} />;
}
