import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

interface Sentence {
  readonly tokens: readonly string[];
  readonly raw: string;
  readonly imgid: number;
  readonly sentid: number;
}

interface CaptionedImage {
  readonly filename: string;
  readonly imgid: number;
  readonly split: string;
  readonly class: string;
  readonly sentids: readonly number[];
  readonly sentences: readonly Sentence[];
}

interface Flaw {
  readonly image: string;
  readonly captionNumber: number;
  readonly kind: string;
  readonly quote: string;
  readonly word: string;
  readonly rightWording: string;
}

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'resources/sample-project');
const ucmFolder = path.join(root, '../shared/data/ucm-captions');
const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
const readDataset = (file: string): { dataset: string; images: CaptionedImage[] } =>
  JSON.parse(readFileSync(file, 'utf8'));
const sample = readDataset(path.join(folder, 'dataset.json'));
const classes = [...new Set(sample.images.map((image) => image.class))];

/** Cells of the README's table rows that match `row`, without their outer bars. */
const tableRows = (row: RegExp): string[][] =>
  readme
    .split('\n')
    .filter((line) => row.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const unquoted = (cell: string): string => /^"(.+)"$/.exec(cell)?.[1] ?? '';

const flaws: Flaw[] = tableRows(/^\| `[^`]+\.jpg` \|/).map(([image, caption, kind, quote, wrong, right]) => ({
  image: image!.replaceAll('`', ''),
  captionNumber: Number(caption),
  kind: kind!,
  quote: unquoted(quote!),
  word: /\*\*(.+)\*\*/.exec(wrong!)?.[1] ?? '',
  rightWording: unquoted(right!),
}));

const ofKind = (kind: string): Flaw[] => flaws.filter((flaw) => flaw.kind === kind);

/** The flawed caption and the image's two others, all in lower case. */
function captionsOf(flaw: Flaw): { flawed: string; others: string[] } {
  const captions = sample.images
    .find((image) => image.filename === flaw.image)!
    .sentences.map((sentence) => sentence.raw.toLowerCase());
  return {
    flawed: captions[flaw.captionNumber - 1]!,
    others: captions.filter((_, index) => index !== flaw.captionNumber - 1),
  };
}

describe('the images and captions', () => {
  it('63 images: three of each of 21 classes, two for training and one for validation', () => {
    expect(sample.dataset).toBe('nadir-sample');
    expect(sample.images).toHaveLength(63);
    expect(classes).toHaveLength(21);
    for (const name of classes) {
      const images = sample.images.filter((image) => image.class === name);
      expect(images.map((image) => [image.filename, image.split])).toEqual([
        [`${name}-01.jpg`, 'train'],
        [`${name}-02.jpg`, 'train'],
        [`${name}-03.jpg`, 'val'],
      ]);
    }
  });

  it('the folder holds these images and nothing else, and each decodes to its stated size', async () => {
    expect(readdirSync(path.join(folder, 'images')).sort()).toEqual(
      sample.images.map((image) => image.filename).sort(),
    );
    const otherSizes = new Map([
      ['overpass-01.jpg', [247, 247]],
      ['sparseresidential-01.jpg', [242, 256]],
    ]);
    for (const { filename } of sample.images) {
      const { info } = await sharp(path.join(folder, 'images', filename))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([filename, info.width, info.height, info.channels]).toEqual([
        filename,
        ...(otherSizes.get(filename) ?? [256, 256]),
        3,
      ]);
    }
  });

  it('three different captions of 6 to 16 words for each image, with consistent ids and tokens', () => {
    let nextSentenceId = 0;
    for (const [index, image] of sample.images.entries()) {
      expect(image.imgid).toBe(index);
      expect(image.sentences).toHaveLength(3);
      expect(image.sentences.map((sentence) => sentence.sentid)).toEqual(image.sentids);
      for (const sentence of image.sentences) {
        expect(sentence.imgid).toBe(index);
        expect(sentence.sentid).toBe(nextSentenceId++);
        expect(sentence.raw).toMatch(/^[A-Z].*[a-z]\.$/);
        expect(sentence.tokens).toEqual(sentence.raw.toLowerCase().match(/[a-z0-9]+/g));
        expect(sentence.tokens.length).toBeGreaterThanOrEqual(6);
        expect(sentence.tokens.length).toBeLessThanOrEqual(16);
      }
    }
    const captions = sample.images.flatMap((image) => image.sentences.map((sentence) => sentence.raw));
    expect(new Set(captions).size).toBe(189);
  });
});

describe('the planted flaws in the README', () => {
  it('twelve, each in another image: 3 missing, 4 hallucinated, 3 miscounted, 2 misspelled', () => {
    expect(flaws).toHaveLength(12);
    expect(new Set(flaws.map((flaw) => flaw.image)).size).toBe(12);
    expect(
      ['missing object', 'hallucinated object', 'wrong count', 'misspelling'].map((kind) => ofKind(kind).length),
    ).toEqual([3, 4, 3, 2]);
  });

  it.each(flaws)('$image caption $captionNumber holds the quoted text, and the right wording differs', (flaw) => {
    const image = sample.images.find(({ filename }) => filename === flaw.image);
    const caption = image?.sentences[flaw.captionNumber - 1]?.raw;
    expect(flaw.quote).not.toBe('');
    expect(caption).toContain(flaw.quote);
    expect(flaw.rightWording).not.toBe('');
    expect(flaw.rightWording).not.toBe(caption);
  });

  it.each(ofKind('missing object'))('$image: both other captions name the $word', (flaw) => {
    const { flawed, others } = captionsOf(flaw);
    expect(flawed).not.toContain(flaw.word);
    expect(flaw.rightWording).toContain(flaw.word);
    for (const other of others) expect(other).toContain(flaw.word);
  });

  it.each([...ofKind('hallucinated object'), ...ofKind('wrong count'), ...ofKind('misspelling')])(
    '$image: only the flawed caption says "$word"',
    (flaw) => {
      const { flawed, others } = captionsOf(flaw);
      expect(flaw.word).not.toBe('');
      expect(flawed).toContain(flaw.word);
      expect(flaw.rightWording.toLowerCase()).not.toContain(flaw.word);
      for (const other of others) expect(other).not.toContain(flaw.word);
    },
  );
});

if (!existsSync(ucmFolder)) console.log('sample project: not compared with UCM-Captions, ../shared/data is absent');

describe.runIf(existsSync(ucmFolder))('beside the UCM-Captions collection', () => {
  const ucm = readDataset(path.join(ucmFolder, 'dataset.json'));

  it('no caption occurs there, whatever its case and punctuation', () => {
    const plain = (text: string): string => (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join(' ');
    const theirs = new Set(ucm.images.flatMap((image) => image.sentences.map((sentence) => plain(sentence.raw))));
    expect(theirs.size).toBeGreaterThan(1000);
    const shared = sample.images
      .flatMap((image) => image.sentences.map((sentence) => plain(sentence.raw)))
      .filter((caption) => theirs.has(caption));
    expect(shared).toEqual([]);
  });

  it('each image is the one that the README names, byte for byte, of the same class and split', () => {
    const sources = tableRows(/^\| (?!class )[a-z]+ \| \d+ \| \d+ \| \d+ \|$/);
    expect(sources.map(([name]) => name)).toEqual(classes);
    for (const [name, ...numbers] of sources) {
      for (const [index, number] of numbers.entries()) {
        const ours = sample.images.find((image) => image.filename === `${name}-0${index + 1}.jpg`)!;
        const theirs = ucm.images.find((image) => image.filename === `${number}.jpg`)!;
        expect([theirs.class, theirs.split]).toEqual([ours.class, ours.split]);
        const bytes = readFileSync(path.join(folder, 'images', ours.filename));
        expect(bytes.equals(readFileSync(path.join(ucmFolder, 'images', theirs.filename)))).toBe(true);
      }
    }
  });
});
