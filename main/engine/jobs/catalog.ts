import type { JobKind } from '../../jobs/job-kind.ts';
import type { CompareNamespace } from '../compare/handlers.ts';
import type { GraphsNamespace } from '../graphs/handlers.ts';
import type { ImagesNamespace } from '../images/handlers.ts';
import type { ModelsNamespace } from '../models/handlers.ts';
import type { ProjectNamespace } from '../project/handlers.ts';
import type { RunsNamespace } from '../runs/handlers.ts';

/**
 * Every kind of long work. Each is defined in the folder of its domain, with its resource, its concurrency, whether it can be
 * paused, whether it survives a restart, and the code that carries it out.
 */
export function jobCatalog(domains: {
  readonly runs: RunsNamespace;
  readonly compare: CompareNamespace;
  readonly graphs: GraphsNamespace;
  readonly images: ImagesNamespace;
  readonly project: ProjectNamespace;
  readonly models: ModelsNamespace;
}): readonly JobKind[] {
  const { runs, compare, graphs, images, project, models } = domains;
  return [
    runs.kind,
    compare.kind,
    graphs.kind,
    images.kind,
    project.kinds.check,
    project.kinds.import,
    project.kinds.export,
    models.kinds.export,
    models.kinds.download,
  ];
}
