import { stat } from 'node:fs/promises';
import { type ImageFacts, inspectImage } from '../../imagery/inspect-image.ts';

interface Known {
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly facts: ImageFacts;
}
/** About 60 MB of facts; what goes beyond is read again. */
const kept = 200_000;

/** Facts of image files, remembered from the dry run for the import that follows it, as long as a file is unchanged. */
export class ImageInspector {
  readonly #known = new Map<string, Known>();

  /** Throws `unreadable_file` for a file that is not a whole image. */
  async inspect(file: string): Promise<ImageFacts> {
    const known = this.#known.get(file);
    const now = known && (await stat(file).catch(() => undefined));
    if (known && now?.size === known.bytes && now.mtimeMs === known.modifiedMs) return known.facts;
    // Looked at before reading: a file that changes meanwhile is read again the next time.
    const before = await stat(file).catch(() => undefined);
    const facts = await inspectImage(file);
    if (before && this.#known.size < kept) {
      this.#known.set(file, { bytes: before.size, modifiedMs: before.mtimeMs, facts });
    }
    return facts;
  }

  forget(): void {
    this.#known.clear();
  }
}
