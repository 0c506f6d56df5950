import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { classNamesIn, readClassNames } from './class-names.ts';
import type { DetectedBox, DetectedImage } from './detected-image.ts';
import { readLines, refuseLine, type TextLine, textFilesOf } from './text-files.ts';

/** Numbers after the class: centre and size, or four corners of a turned box; one more is the score. */
const boxLengths = new Set([4, 5, 8, 9]);

/**
 * YOLO's text files in `folder`, one an image: `class x y width height [score]`, or `class x1 y1 … x4 y4 [score]` for turned
 * boxes, classes by number. Their names come from `classesFile`, else from classes.txt, obj.names or data.yaml in or beside the
 * folder. Throws `malformed_file` naming file and line, `bad_input` where no names are found.
 */
export async function readYolo(folder: string, classesFile: string | null): Promise<readonly DetectedImage[]> {
  const files = (await textFilesOf(folder)).filter((file) => !/^classes\.txt$/i.test(path.basename(file)));
  const found = classesFile ?? (await classNamesIn([folder, path.dirname(folder)]));
  if (found === null) {
    throw new AppError(
      'bad_input',
      `${folder} has no classes.txt, obj.names or data.yaml beside it: choose the file with the names of the classes.`,
    );
  }
  const names = await readClassNames(found);
  return Promise.all(
    files.map(async (file) => ({
      name: path.basename(file).replace(/\.txt$/i, ''),
      sourceId: null,
      boxes: (await readLines(file)).map((line) => readBox(file, line, names, found)),
    })),
  );
}

function readBox(file: string, line: TextLine, names: ReadonlyMap<number, string>, classesFile: string): DetectedBox {
  const fields = line.text.split(/\s+/);
  const [number, ...box] = fields.map(Number);
  if (number === undefined || !Number.isInteger(number) || !fields.every((field) => Number.isFinite(Number(field))))
    refuseLine(file, line, 'a YOLO box: class x y width height, all numbers');
  if (!boxLengths.has(box.length))
    refuseLine(file, line, `a YOLO box: ${box.length} numbers follow the class, not 4, 5, 8 or 9`);
  const label = names.get(number);
  if (label === undefined) {
    refuseLine(file, line, `a class of ${path.basename(classesFile)}: ${number} is not one of its ${names.size}`);
  }
  return { label, score: box.length === 5 || box.length === 9 ? (box.at(-1) ?? null) : null };
}
