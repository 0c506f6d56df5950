import type { Handlers } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import type { OpenProject } from '../project/open-project.ts';
import { locateImage } from './locate-image.ts';

export function imagesNamespace(project: OpenProject): Handlers['images'] {
  return {
    list: (query) => ({ ids: project.store.images.list(query) }),
    cards: ({ ids }) => project.store.images.cards(ids),
    facets: () => {
      const { images } = project.store;
      return {
        classes: images.classes(),
        splits: images.splits().map(({ name, images: count }) => ({ name, images: count })),
        statuses: images.statuses(),
      };
    },
    get: ({ id }) =>
      project.hold(async (store) => {
        const image = store.images.get(id);
        const [card] = store.images.cards([id]);
        if (!image || !card) throw new AppError('not_found', `The project has no image ${id}.`);
        const place = await locateImage(store.directory, image);
        return {
          card,
          path: place ?? image.absolutePath,
          bytes: image.bytes,
          captions: store.captions.ofImage(id),
        };
      }),
  };
}
