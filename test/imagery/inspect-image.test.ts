import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashFile, inspectImage } from '../../main/imagery/inspect-image.ts';
import { sharedFile } from '../support/shared-data.ts';
import { imageOf, saved, temporaryDirectory } from './support.ts';

const noise = (width: number, height: number) =>
  imageOf(
    Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251),
    width,
    height,
    3,
  );

it('says size, sha256, width and height as stored', async () => {
  const file = await saved('a.png', noise(40, 20).withMetadata({ orientation: 6 }));
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(await inspectImage(file)).toEqual({ bytes: bytes.length, sha256, width: 40, height: 20 });
  expect(await hashFile(file)).toBe(sha256);
});

it('hashes by the known answer of "abc"', async () => {
  const file = path.join(temporaryDirectory(), 'abc');
  writeFileSync(file, 'abc');
  expect(await hashFile(file)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

describe('refuses, naming the file and the cause,', () => {
  const refusal = async (file: string): Promise<string> => {
    const error: { code: string; message: string } = await inspectImage(file).then(
      () => expect.fail('it was taken for an image'),
      (reason) => reason,
    );
    expect(error.code).toBe('unreadable_file');
    expect(error.message).toContain(file);
    return error.message;
  };

  it.each(['png', 'jpeg', 'webp', 'tiff'] as const)(
    'an image that is cut short anywhere after its start: %s',
    async (format) => {
      const whole = await noise(120, 90).toFormat(format).toBuffer();
      const directory = temporaryDirectory();
      for (const part of [0.3, 0.6, 0.9]) {
        const file = path.join(directory, `${part}`);
        writeFileSync(file, whole.subarray(0, whole.length * part));
        await refusal(file);
      }
    },
  );

  it('text, nothing, a folder, what is not there', async () => {
    const directory = temporaryDirectory();
    const write = (name: string, content: string) => {
      writeFileSync(path.join(directory, name), content);
      return path.join(directory, name);
    };
    expect(await refusal(write('text.png', 'no image'))).toContain('unsupported image format');
    await refusal(write('empty.png', ''));
    mkdirSync(path.join(directory, 'folder.png'));
    expect(await refusal(path.join(directory, 'folder.png'))).toContain('it is not a file');
    expect(await refusal(path.join(directory, 'gone.png'))).toContain('it is not there');
  });

  it.skipIf(process.platform === 'win32')('a pipe, without waiting for it', async () => {
    const pipe = path.join(temporaryDirectory(), 'pipe.png');
    execFileSync('mkfifo', [pipe]);
    expect(await refusal(pipe)).toContain('it is not a file');
  });

  const corrupt = sharedFile('data/geotiff/corrupt.tif');
  it.skipIf(corrupt === undefined)('a GeoTIFF with a damaged tile', async () => {
    await refusal(corrupt!);
  });
});

const geotiff = sharedFile('data/geotiff/RGB.byte.tif');
it.skipIf(geotiff === undefined)('GeoTIFFs of 8 and 16 bits and of floats are images', async () => {
  const sizes = await Promise.all(
    ['RGB.byte.tif', 'RGBA.uint16.tif', 'float32.tif', 'cogeo.tif'].map(async (name) => {
      const { width, height } = await inspectImage(path.join(path.dirname(geotiff!), name));
      return [width, height];
    }),
  );
  expect(sizes).toEqual([
    [791, 718],
    [634, 411],
    [3, 2],
    [1024, 1024],
  ]);
});
