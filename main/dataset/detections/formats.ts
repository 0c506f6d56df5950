import path from 'node:path';
import type { DetectionFormat } from '../../../preload/contract/detections.ts';
import { readCocoDetections } from './coco-detections.ts';
import type { DetectedImage } from './detected-image.ts';
import { readDota } from './dota.ts';
import { readYolo } from './yolo.ts';

const readers: Readonly<
  Record<DetectionFormat, (file: string, classesFile: string | null) => Promise<readonly DetectedImage[]>>
> = { coco: readCocoDetections, dota: readDota, yolo: readYolo };

/** Reads a detector's results, image by image. Throws `not_found`, `unreadable_file`, `malformed_file` or `bad_input`. */
export function readDetections(
  format: DetectionFormat,
  file: string,
  classesFile: string | null,
): Promise<readonly DetectedImage[]> {
  return readers[format](path.resolve(file), classesFile === null ? null : path.resolve(classesFile));
}
