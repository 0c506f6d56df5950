import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProjectStore } from '../../../main/store/project-store.ts';
import { addImage } from '../../store/support.ts';

/** An image of a small project: its name, its split and what its references say. */
export interface SmallImage {
  readonly name: string;
  readonly split: string;
  readonly class?: string;
  readonly captions: readonly string[];
}

/** A closed project whose image files are there, though nothing but their names is in them. Returns its file. */
export function smallProject(directory: string, images: readonly SmallImage[]): string {
  const store = ProjectStore.create(path.join(directory, 'small.nadir'));
  mkdirSync(path.join(directory, 'images'), { recursive: true });
  for (const { name, split, class: className = null, captions } of images) {
    const file = path.join(directory, 'images', name);
    writeFileSync(file, name);
    addImage(store, name, captions, { split, class: className, absolutePath: file });
  }
  store.close();
  return store.file;
}

/** The folder of a model with six numbers, as a worker leaves it. */
export function writeTinyModel(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const header = Buffer.from(JSON.stringify({ weight: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path.join(directory, 'model.safetensors'), Buffer.concat([length, header, Buffer.alloc(24)]));
  writeFileSync(path.join(directory, 'config.json'), '{"model": "nadir-mini", "version": 1}\n');
  writeFileSync(path.join(directory, 'vocabulary.json'), '{"words": ["tree"]}\n');
}
