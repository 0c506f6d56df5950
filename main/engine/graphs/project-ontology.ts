import { type Ontology, ontologySchema } from '../../../preload/contract/ontology.ts';
import { AppError } from '../../errors/app-error.ts';
import { adoptOntology } from '../../scene-graph/match.ts';
import { bundledOntology } from '../../scene-graph/ontology.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { ProjectListener } from '../door/engine-context.ts';

/** The project's own synonym groups, or null where it matches by the bundled ones. Throws `malformed_file`. */
export function ownOntology(store: ProjectStore): Ontology | null {
  const json = store.meta.get('ontology');
  if (json === undefined) return null;
  try {
    return ontologySchema.parse(JSON.parse(json));
  } catch (cause) {
    throw new AppError('malformed_file', `${store.file} holds an ontology that this Nadir cannot read.`, { cause });
  }
}

export function shownOntology(store: ProjectStore, resources: string): { ontology: Ontology; isOwn: boolean } {
  const own = ownOntology(store);
  return { ontology: own ?? bundledOntology(resources), isOwn: own !== null };
}

/** Keeps the project's groups, null for the bundled ones, and matches by them from now on. */
export function keepOntology(store: ProjectStore, ontology: Ontology | null): void {
  if (ontology === null) store.meta.remove('ontology');
  else store.meta.set('ontology', JSON.stringify(ontology));
  adoptOntology(ontology);
}

/** Matching follows the open project. */
export const ontologyListener: ProjectListener = {
  projectOpened: (store) => adoptOntology(ownOntology(store)),
  projectClosing: async () => adoptOntology(null),
};
