import { useCallback } from 'react';
import { imageUrl } from '../app/engine/nadir.ts';

interface Props {
  readonly imageId: number;
  readonly className: string;
  /** Alternative text; empty where adjacent text says it. */
  readonly alt?: string;
  readonly onLoad?: () => void;
  readonly onError?: () => void;
}

/** A thumbnail of an image. Loading stops when it leaves the page. */
export function Thumbnail({ imageId, alt = '', ...rest }: Props) {
  const load = useCallback(
    (picture: HTMLImageElement) => {
      picture.src = imageUrl('thumbnail', imageId);
      // Removing the element alone would not stop the loading.
      return () => picture.removeAttribute('src');
    },
    [imageId],
  );
  return <img ref={load} alt={alt} draggable={false} decoding="async" {...rest} />;
}
