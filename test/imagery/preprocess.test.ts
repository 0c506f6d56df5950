import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBlipRgb, readSquareRgb } from '../../main/imagery/preprocess.ts';
import { stretchTo8Bits } from '../../main/imagery/stretch.ts';
import { sharedFile } from '../support/shared-data.ts';
import { imageOf, pixelsOf, saved, temporaryDirectory } from './support.ts';

describe('pixels for a model', () => {
  it('of a square that has the size are the image’s own, RGB, row by row', async () => {
    const values = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7);
    const file = await saved('a.png', imageOf(values, 2, 2, 3));
    expect([...(await readSquareRgb(file, 2))]).toEqual([...values]);
  });

  it('of a grey image are the grey three times', async () => {
    const file = await saved('a.png', imageOf(Uint8Array.of(0, 50, 100, 255), 2, 2, 1));
    expect([...(await readSquareRgb(file, 2))]).toEqual([0, 0, 0, 50, 50, 50, 100, 100, 100, 255, 255, 255]);
  });

  it('that are half transparent are laid on black: 200 · 128 ÷ 255 = 100.4', async () => {
    const values = Uint8Array.of(200, 100, 50, 128, 200, 100, 50, 0, 200, 100, 50, 255, 0, 0, 0, 0);
    const file = await saved('a.png', imageOf(values, 2, 2, 4));
    const pixels = [...(await readSquareRgb(file, 2))];
    expect(pixels.slice(0, 3)).toEqual([100, 50, 25]);
    expect(pixels.slice(3, 6)).toEqual([0, 0, 0]);
    expect(pixels.slice(6, 9)).toEqual([200, 100, 50]);
  });

  it('of another shape hold all of it: a left and a right half stay halves', async () => {
    const wide = Uint8Array.from({ length: 16 * 4 }, (_, i) => (i % 16 < 8 ? 10 : 240));
    const file = await saved('a.png', imageOf(wide, 16, 4, 1));
    const pixels = await readSquareRgb(file, 4);
    expect(pixels).toHaveLength(4 * 4 * 3);
    for (let row = 0; row < 4; row++) {
      const reds = [0, 1, 2, 3].map((column) => pixels[3 * (4 * row + column)]!);
      expect(reds[0]).toBeLessThan(30);
      expect(reds[3]).toBeGreaterThan(220);
      // Symmetric: each value and its mirror image add up to 250.
      expect(Math.abs(reds[0]! + reds[3]! - 250)).toBeLessThanOrEqual(2);
      expect(Math.abs(reds[1]! + reds[2]! - 250)).toBeLessThanOrEqual(2);
    }
  });

  it('follow the EXIF orientation: 6 turns the image to the right', async () => {
    // Stored as   1 2   shown as   3 1
    //             3 4              4 2
    const stored = imageOf(Uint8Array.of(1, 2, 3, 4), 2, 2, 1).withMetadata({ orientation: 6 });
    const pixels = await readSquareRgb(await saved('a.png', stored), 2);
    expect([0, 3, 6, 9].map((at) => pixels[at])).toEqual([3, 1, 4, 2]);
  });

  it('of a file that is cut short, or none, are an error that names it', async () => {
    const noise = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i * 7919) % 251);
    const bytes = readFileSync(await saved('a.png', imageOf(noise, 64, 64, 1)));
    const directory = temporaryDirectory();
    const contents: [string, Buffer][] = [
      ['cut.png', bytes.subarray(0, bytes.length / 2)],
      ['text.png', Buffer.from('no image')],
      ['empty.png', Buffer.alloc(0)],
    ];
    for (const [name, content] of contents) {
      const file = path.join(directory, name);
      writeFileSync(file, content);
      await expect(readSquareRgb(file, 8)).rejects.toMatchObject({
        code: 'unreadable_file',
        message: expect.stringContaining(file),
      });
    }
    await expect(readSquareRgb(path.join(directory, 'gone.png'), 8)).rejects.toMatchObject({ code: 'unreadable_file' });
  });
});

describe('pixels for the BLIP family', () => {
  it('are those of Pillow for a file that is 40 × 30, and for its grey copy', async () => {
    const cases = JSON.parse(readFileSync(path.join(import.meta.dirname, 'fixtures/bicubic.json'), 'utf8')) as {
      readonly from: readonly number[];
      readonly rgb: string;
    }[];
    const { rgb } = cases.find(({ from }) => from.join() === '40,30')!;
    const values = new Uint8Array(40 * 30 * 3);
    for (const at of values.keys()) {
      const [x, y, c] = [Math.floor(at / 3) % 40, Math.floor(at / 120), at % 3];
      values[at] = (x * x * 37 + y * 91 + c * 53 + x * y * 7) % 256;
    }
    const pixels = await readBlipRgb(await saved('a.png', imageOf(values, 40, 30, 3)), 8);
    expect(Buffer.from(pixels).toString('base64')).toBe(rgb);
    const reds = values.filter((_, at) => at % 3 === 0);
    const grey = await readBlipRgb(await saved('a.png', imageOf(reds, 40, 30, 1)), 8);
    expect([...grey]).toEqual([...pixels].map((_, at) => pixels[at - (at % 3)]));
  });

  it('of a deep image are stretched first, and a file that is none is an error that names it', async () => {
    // 2nd percentile of 0, 10, … 1000 is 20, the 98th 980: 500 becomes 127.5.
    const ramp = Uint16Array.from({ length: 101 * 101 }, (_, i) => 10 * (i % 101));
    const pixels = await readBlipRgb(await saved('a.png', imageOf(ramp, 101, 101, 1)), 101);
    expect([0, 3, 50, 98, 100].map((x) => pixels[3 * x])).toEqual([0, 3, 128, 255, 255]);
    const file = path.join(temporaryDirectory(), 'text.png');
    writeFileSync(file, 'no image');
    await expect(readBlipRgb(file, 8)).rejects.toThrow(file);
  });
});

describe('the stretch of 16-bit images', () => {
  it('sends the 2nd percentile to 0 and the 98th to 255', async () => {
    // 0, 10, … 1000: of 101 values the 2nd percentile is 20 and the 98th 980. 500 becomes (500 − 20) · 255 ÷ 960 = 127.5.
    const ramp = Uint16Array.from({ length: 101 }, (_, i) => 10 * i);
    const file = await saved('a.png', imageOf(ramp, 101, 1, 1));
    const { values, channels } = await pixelsOf(await stretchTo8Bits(file, 4096));
    const at = (value: number) => values[(channels * value) / 10];
    expect([0, 20, 30, 500, 970, 980, 1000].map(at)).toEqual([0, 0, 3, 128, 252, 255, 255]);
  });

  it('stretches each band by itself, and leaves one of a single value black', async () => {
    const values = new Uint16Array(101 * 3);
    for (let i = 0; i < 101; i++) values.set([10 * i, 30_000 + i, 7], 3 * i);
    const { values: shown } = await pixelsOf(
      await stretchTo8Bits(await saved('a.png', imageOf(values, 101, 1, 3)), 4096),
    );
    expect(shown.slice(150, 153)).toEqual([128, 128, 0]);
    expect(shown.slice(300, 303)).toEqual([255, 255, 0]);
  });

  it('makes larger images smaller first', async () => {
    const file = await saved(
      'a.png',
      imageOf(
        Uint16Array.from({ length: 40 * 20 }, (_, i) => i),
        40,
        20,
        1,
      ),
    );
    expect(await pixelsOf(await stretchTo8Bits(file, 10))).toMatchObject({ width: 10, height: 5 });
  });

  const nan = sharedFile('data/geotiff/float_nan.tif');
  it.skipIf(nan === undefined)('values that are not numbers become black', async () => {
    const { values } = await pixelsOf(await stretchTo8Bits(nan!, 4096));
    expect(values.length).toBeGreaterThan(0);
    expect(values).toContain(0);
    expect(Math.max(...values)).toBeGreaterThan(200);
  });
});
