import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Caption, CaptionStatus } from '../../../preload/contract/captions.ts';
import type { ImageDetail } from '../../../preload/contract/images.ts';
import { apiKey, call, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { readError } from '../../app/words/errors.ts';

export function useImage(id: number) {
  return useApiQuery('images', 'get', { id });
}

export interface CaptionActions {
  /** Resolves once saved; rejects with the reason otherwise. */
  readonly save: (id: number, text: string) => Promise<void>;
  readonly add: (text: string) => Promise<Caption>;
  readonly remove: (id: number) => void;
  readonly setStatus: (id: number, status: CaptionStatus) => void;
}

/** Changes captions of one image. The answer is shown at once; the following event refreshes everything else. */
export function useCaptionActions(imageId: number): CaptionActions {
  const queries = useQueryClient();
  const key = apiKey('images', 'get', { id: imageId });
  const change = (edit: (captions: readonly Caption[]) => readonly Caption[]) =>
    queries.setQueryData(key, (image: ImageDetail | undefined) =>
      image ? { ...image, captions: edit(image.captions) } : image,
    );
  const replace = (caption: Caption) =>
    change((captions) => captions.map((one) => (one.id === caption.id ? caption : one)));
  const refreshUndo = () => void queries.invalidateQueries({ queryKey: apiKey('captions', 'undoState') });

  const status = useApiMutation('captions', 'setStatus', {
    onSuccess: (caption) => {
      replace(caption);
      refreshUndo();
    },
  });
  return {
    save: async (id, text) => {
      replace(await call('captions', 'update', { id, text }));
      refreshUndo();
    },
    add: async (text) => {
      const caption = await call('captions', 'add', { imageId, text });
      change((captions) => (captions.some((one) => one.id === caption.id) ? captions : [...captions, caption]));
      refreshUndo();
      return caption;
    },
    remove: (id) => {
      call('captions', 'remove', { id }).then(
        () => {
          change((captions) => captions.filter((one) => one.id !== id));
          refreshUndo();
          toast('Caption deleted.', {
            id: 'undo',
            action: { label: 'Undo', onClick: () => void call('captions', 'undo', {}).then(refreshUndo) },
          });
        },
        (error: unknown) => toast.error(readError(error).message),
      );
    },
    setStatus: (id, next) => status.mutate({ id, status: next }),
  };
}
