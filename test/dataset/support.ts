import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { readCaptionFile } from '../../main/dataset/formats.ts';
import { type ImportPlan, type PlanOptions, planImport } from '../../main/dataset/plan-import.ts';
import { inspectImage } from '../../main/imagery/inspect-image.ts';
import type { ImportFormat } from '../../preload/contract/project.ts';

export const temporaryDirectory = (): string => mkdtempSync(path.join(tmpdir(), 'nadir-dataset-'));

/** A small PNG; another `shade` is another content. */
export const png = (shade: number, width = 8, height = 6): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: shade, g: 10, b: 20 } } })
    .png()
    .toBuffer();

/** Writes files below a new folder: name → content. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return directory;
}

export function writeJson(document: unknown, name = 'captions.json'): string {
  const file = path.join(temporaryDirectory(), name);
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return file;
}

/** The plan for a document over a folder of images. */
export async function planOf(
  format: ImportFormat,
  document: unknown,
  imagesDirectory: string,
  options: Partial<PlanOptions> = {},
): Promise<ImportPlan> {
  const captionsFile = writeJson(document);
  const source = await readCaptionFile(format, captionsFile);
  return planImport(source, {
    captionsFile,
    imagesDirectory,
    isPresent: () => false,
    inspect: inspectImage,
    ...options,
  });
}

/** One image of a Karpathy document. */
export const entry = (filename: string, captions: readonly string[], more: Record<string, unknown> = {}) => ({
  filename,
  sentences: captions.map((raw) => ({ raw })),
  ...more,
});

export const none = { count: 0, examples: [] };
