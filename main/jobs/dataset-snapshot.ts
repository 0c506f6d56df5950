import path from 'node:path';
import type { Ontology } from '../../preload/contract/ontology.ts';
import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import type { WorkerImage } from './worker-protocol.ts';

/** The name of a run's frozen dataset within its folder. */
export const snapshotName = 'dataset.json';

/** The ontology and corrections behind a run's rewards, so that its graphs are those the project shows. */
export interface SnapshotGraphs {
  /** The project's own synonym groups; null: the bundled ones. */
  readonly ontology: Ontology | null;
  /** Graphs corrected by hand, by caption text. */
  readonly corrections: Readonly<Record<string, SceneGraph>>;
}

/** Writes what a run trains on, flushed to disk before the run exists. Returns the file. Throws `disk_full`. */
export async function writeSnapshot(
  runDirectory: string,
  images: readonly WorkerImage[],
  graphs: SnapshotGraphs,
): Promise<string> {
  const file = path.join(runDirectory, snapshotName);
  await writeFileAtomically(file, pieces(images, graphs));
  return file;
}

function* pieces(images: readonly WorkerImage[], { ontology, corrections }: SnapshotGraphs): Generator<string> {
  const batch = 500;
  yield `{"ontology": ${JSON.stringify(ontology)},\n"corrections": ${JSON.stringify(corrections)},\n"images": [\n`;
  for (let start = 0; start < images.length; start += batch) {
    const lines = images.slice(start, start + batch).map((image) => JSON.stringify(image));
    yield (start === 0 ? '' : ',\n') + lines.join(',\n');
  }
  yield '\n]}\n';
}
