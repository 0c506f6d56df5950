import type { Handlers } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { modelSource } from '../models/model-sources.ts';
import type { OpenProject } from '../project/open-project.ts';
import { type FeaturesInput, featuresKind } from './features-kind.ts';
import { locateImage } from './locate-image.ts';

export interface ImagesNamespace {
  readonly handlers: Handlers['images'];
  readonly kind: JobKind<FeaturesInput, { readonly images: number }>;
}

export function createImagesNamespace(context: EngineContext, project: OpenProject): ImagesNamespace {
  const { jobs } = context;
  const prepare = (input: FeaturesInput, jobId?: string) => {
    const { modelId, split } = input;
    const { title } = modelSource(context.options, context.project(), modelId).model;
    const order = {
      id: jobId,
      title: `Prepare ${split === null ? 'image' : `${split} image`} features for ${title}`,
      subject: { model: modelId, split },
      input,
    };
    return jobs.add(kind, order).job;
  };
  const kind = featuresKind(context, prepare);
  const handlers: Handlers['images'] = {
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
    prepareFeatures: ({ jobId, ...input }) => prepare(input, jobId),
  };
  return { handlers, kind };
}
