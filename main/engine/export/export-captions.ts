import { writeCoco } from '../../dataset/coco.ts';
import { exportIds } from '../../dataset/export-image.ts';
import { writeKarpathy } from '../../dataset/karpathy.ts';
import { AppError } from '../../errors/app-error.ts';
import { writeFileAtomically } from '../../store/atomic-file.ts';
import type { ProjectStore } from '../../store/project-store.ts';

const writers = { coco: writeCoco, karpathy: writeKarpathy } as const;
export type CaptionFormat = keyof typeof writers;

/** Images and captions handed to the disk in one piece. */
const batch = 1_000;

/** Writes the captions of all images or of a split, and returns how many they are. Throws `bad_input` for an unknown split. */
export async function exportCaptions(
  store: ProjectStore,
  options: { readonly format: CaptionFormat; readonly out: string; readonly split: string | null },
): Promise<number> {
  const { format, out, split } = options;
  const rows = store.images.all(split);
  if (split !== null && rows.length === 0) throw unknownSplit(store, split);
  const ids = exportIds(rows);
  const texts = store.captions.textsByImage(split);
  const images = rows.map((row) => ({ ...row, exportId: ids.get(row.id)!, captions: texts.get(row.id) ?? [] }));
  await writeFileAtomically(out, joined(writers[format](store.name, images)));
  return images.reduce((sum, { captions }) => sum + captions.length, 0);
}

function unknownSplit(store: ProjectStore, split: string): AppError {
  const known = store.images.splits().map(({ name }) => name);
  return new AppError(
    'bad_input',
    known.length === 0
      ? `${store.name} has no images, so no split "${split}".`
      : `${store.name} has no split "${split}". It has: ${known.join(', ')}.`,
  );
}

function* joined(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  for (const piece of pieces) {
    waiting.push(piece);
    if (waiting.length < batch) continue;
    yield waiting.join('');
    waiting = [];
  }
  yield waiting.join('');
}
