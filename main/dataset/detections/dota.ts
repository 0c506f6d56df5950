import path from 'node:path';
import type { DetectedBox, DetectedImage } from './detected-image.ts';
import { readLines, refuseLine, type TextLine, textFilesOf } from './text-files.ts';

const corners = 8;
/** "imagesource:GoogleEarth", "gsd:0.14": heads of annotation files. */
const head = /^(?:imagesource|gsd|acquisition\w*)\s*:/i;
/** The files of detection results: one a class, "Task1_plane.txt". */
const resultFile = /^Task\d+_(.+)\.txt$/i;

/**
 * DOTA's text files in `folder`: annotations, one file an image with lines `x1 y1 … x4 y4 category difficult`, or results,
 * one file a class named `Task1_<class>.txt` with lines `image score x1 y1 … x4 y4`. Throws `malformed_file` naming file and
 * line.
 */
export async function readDota(folder: string): Promise<readonly DetectedImage[]> {
  const images = new Map<string, DetectedBox[]>();
  const boxesOf = (name: string): DetectedBox[] => {
    const boxes = images.get(name) ?? [];
    images.set(name, boxes);
    return boxes;
  };
  for (const file of await textFilesOf(folder)) {
    const name = path.basename(file);
    const ofClass = resultFile.exec(name)?.[1];
    const lines = await readLines(file);
    if (ofClass === undefined) {
      const boxes = boxesOf(name.replace(/\.txt$/i, ''));
      for (const line of lines) if (!head.test(line.text)) boxes.push(readAnnotation(file, line));
    } else {
      for (const line of lines) {
        const { image, score } = readResult(file, line);
        boxesOf(image).push({ label: ofClass, score });
      }
    }
  }
  return [...images].map(([name, boxes]) => ({ name, sourceId: null, boxes }));
}

function readAnnotation(file: string, line: TextLine): DetectedBox {
  const fields = line.text.split(/\s+/);
  const label = fields[corners];
  if (
    fields.length < corners + 1 ||
    fields.length > corners + 2 ||
    label === undefined ||
    !areNumbers(fields.slice(0, corners))
  )
    refuseLine(file, line, 'a DOTA object: x1 y1 x2 y2 x3 y3 x4 y4 category difficult');
  return { label, score: null };
}

function readResult(file: string, line: TextLine): { readonly image: string; readonly score: number } {
  const [image, ...numbers] = line.text.split(/\s+/);
  if (image === undefined || numbers.length !== corners + 1 || !areNumbers(numbers))
    refuseLine(file, line, 'a DOTA result: image score x1 y1 x2 y2 x3 y3 x4 y4');
  return { image, score: Number(numbers[0]) };
}

const areNumbers = (fields: readonly string[]): boolean =>
  fields.every((field) => field !== '' && Number.isFinite(Number(field)));
