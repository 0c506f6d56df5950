import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { scoreFiles } from '../../main/metrics/score-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nadir score – '));
function file(name: string, content: unknown): string {
  const target = path.join(folder, name);
  writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content));
  return target;
}
const results = [
  { image_id: 1, caption: 'A river.' },
  { image_id: 2, caption: 'Two roads.' },
];
const annotations = [
  { image_id: 1, caption: 'A river.' },
  { image_id: 2, caption: 'Two roads.' },
];
const karpathy = {
  images: [
    { imgid: 1, split: 'val', sentences: [{ raw: 'A river.' }] },
    { imgid: 2, split: 'val', sentences: [{ raw: 'Two roads.' }] },
    { imgid: 3, split: 'train', sentences: [{ raw: 'A field.' }] },
  ],
};

it('COCO, Karpathy and plain text of the same captions give the same corpus scores', () => {
  const candidates = file('results.json', results);
  const coco = scoreFiles({ candidates, references: [file('coco.json', { annotations })] });
  const other = scoreFiles({ candidates, references: [file('karpathy.json', karpathy)] });
  const text = scoreFiles({
    candidates: file('candidates.txt', 'A river.\nTwo roads.\n'),
    references: [file('references.txt', 'A river.\nTwo roads.\n')],
  });
  expect(coco.corpus.bleu_1).toBeCloseTo(1, 8);
  expect(other.corpus).toEqual(coco.corpus);
  expect(text.corpus).toEqual(coco.corpus);
});

it('images without a candidate and candidates without an image are listed with their numbers', () => {
  const candidates = file('other.json', [{ image_id: 9, caption: 'x' }, { image_id: 8, caption: 'y' }, results[0]]);
  const score = () => scoreFiles({ candidates, references: [file('coco.json', { annotations })] });
  expect(score).toThrow(/2 images of .*other\.json have no references in .*coco\.json: 9, 8\./);
  expect(score).toThrow(/1 image of .*coco\.json has no candidate in .*other\.json: 2\./);
});

it('of many ids twenty are shown, and all are in the details', () => {
  const candidates = file('many.json', [
    ...results,
    ...Array.from({ length: 30 }, (_, at) => ({ image_id: 100 + at, caption: 'x' })),
  ]);
  const score = () => scoreFiles({ candidates, references: [file('coco.json', { annotations })] });
  expect(score).toThrow(/30 images .*: 100, .*, 119 and 10 more\./);
  expect(score).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ extra: expect.arrayContaining(['129']) }) }),
  );
});

it('an image with two candidates is named, also when one id is a number and one is text', () => {
  const candidates = file('twice.json', [...results, { image_id: '2', caption: 'Two roads.' }]);
  const score = () => scoreFiles({ candidates, references: [file('coco.json', { annotations })] });
  expect(score).toThrow(/1 image of .*twice\.json has more than one candidate: 2\./);
});

it('files of different length are refused with both numbers', () => {
  const score = () =>
    scoreFiles({ candidates: file('two.txt', 'a\nb\n'), references: [file('three.txt', 'a\nb\nc\n')] });
  expect(score).toThrow(/2 lines and .*three\.txt has 3/);
});

it.each([
  ['truncated JSON', '[{"image_id": 1', 'is not valid JSON'],
  ['a caption that is not text', [{ image_id: 1, caption: 7 }], 'is not COCO results'],
  [
    'three captions that are not text',
    [7, null, ['a']].map((caption, at) => ({ image_id: at, caption })),
    '3 of its entries are wrong, the first: [0].caption is 7, not a text',
  ],
  ['a list of something else', ['a river'], '1 of its entries is wrong'],
])('%s is refused, naming the file', (_name, content, sentence) => {
  const candidates = file('bad.json', content);
  const score = () => scoreFiles({ candidates, references: [file('coco.json', { annotations })] });
  expect(score).toThrow(candidates);
  expect(score).toThrow(sentence);
});

it('a file that is not there is named', () => {
  expect(() => scoreFiles({ candidates: path.join(folder, 'none.json'), references: ['x'] })).toThrow('none.json');
});

it.each([
  ['captions that are not text', { annotations: [{ image_id: 1, caption: 7 }] }, 'is not COCO captions'],
  ['sentences that are not text', { images: [{ imgid: 1, sentences: [{ raw: 7 }] }] }, 'is not Karpathy JSON'],
  ['something else', { captions: [] }, 'is neither COCO captions'],
  ['no image', [], 'is neither COCO captions'],
])('references with %s are refused, naming the file', (_name, content, sentence) => {
  const references = file('bad references.json', content);
  const score = () => scoreFiles({ candidates: file('results.json', results), references: [references] });
  expect(score).toThrow(references);
  expect(score).toThrow(sentence);
});

it('plain text beside JSON is refused, naming both', () => {
  const score = () =>
    scoreFiles({ candidates: file('c.txt', 'a\n'), references: [file('coco.json', { annotations })] });
  expect(score).toThrow(/c\.txt is plain text and .*coco\.json is JSON/);
});

it('empty files hold nothing to score; an empty line is an empty caption and scores 0', () => {
  const none = () => scoreFiles({ candidates: file('none.txt', ''), references: [file('no references.txt', '')] });
  expect(none).toThrow('nothing to score');
  const { images } = scoreFiles({
    candidates: file('gap.txt', 'a river\n\n'),
    references: [file('gap references.txt', 'a river\na road\n')],
  });
  expect(images[1]).toMatchObject({ image_id: 2, bleu_1: 0, rouge_l: 0, cider: 0, meteor: 0, mean_length: 0 });
});

it('emoji, CJK, a byte order mark, a bracket at the beginning and Windows line ends are read', () => {
  const captions = '\uFEFF[unk] 🚀 plane\r\n飞机 场\r\n';
  const { corpus, count } = scoreFiles({
    candidates: file('odd.txt', captions),
    references: [file('odd references.txt', captions), file('odd references 2.txt', 'a plane\n机场\n')],
  });
  expect(count).toBe(2);
  for (const value of Object.values(corpus)) expect(value === null || Number.isFinite(value)).toBe(true);
  expect(corpus.rouge_l).toBeCloseTo(1, 12);
});

it('graph metrics are computed where they are asked for', () => {
  const { corpus } = scoreFiles({
    candidates: file('forest.txt', 'There is a forest.\n'),
    references: [
      file('forest 1.txt', 'There is a forest and a river.\n'),
      file('forest 2.txt', 'There is a forest, a river and a road.\n'),
    ],
    metrics: ['sde', 'oversight_rate', 'graph_f1'],
  });
  // One of three objects; as tuples the forest alone, of forest, river and road: 2 · 1 ÷ (1 + 3).
  expect(corpus.sde).toBeCloseTo(1 / 3, 12);
  expect(corpus.oversight_rate).toBeCloseTo(2 / 3, 12);
  expect(corpus.graph_f1).toBeCloseTo(0.5, 12);
});

it('captions of a train file that are repeated word for word are counted; Karpathy files give their train split', () => {
  const files = { candidates: file('r.txt', 'A field.\nA river.\n'), references: [file('r2.txt', 'a\nb\n')] };
  const share = (train: string) =>
    scoreFiles({ ...files, metrics: ['verbatim_from_train'], train }).corpus.verbatim_from_train;
  expect(share(file('train.txt', 'a field\ntwo ships\n'))).toBe(0.5);
  expect(share(file('karpathy.json', karpathy))).toBe(0.5);
  expect(() => scoreFiles({ ...files, metrics: ['verbatim_from_train'] })).toThrow('needs the train captions');
});

it('document frequencies of other captions are used where they are given', () => {
  const files = {
    candidates: file('one.txt', 'a b c d\n'),
    references: [file('one reference.txt', 'a b c d\n')],
    metrics: ['cider'],
  };
  // One image alone has no telling word; beside two images without these words every idf is ln 2.
  expect(scoreFiles(files).corpus.cider).toBe(0);
  expect(scoreFiles({ ...files, documentFrequencies: file('others.txt', 'x\ny\n') }).corpus.cider).toBeCloseTo(10, 10);
});

it('a second system gives differences to it, with intervals and p-values', () => {
  const candidates = file('results.json', results);
  const against = file('worse.json', [
    { image_id: 2, caption: 'A field.' },
    { image_id: 1, caption: 'A field.' },
  ]);
  const { comparison, corpus } = scoreFiles({ candidates, against, references: [file('coco.json', { annotations })] });
  const worse = scoreFiles({ candidates: against, references: [file('coco.json', { annotations })] }).corpus;
  for (const id of ['bleu_4', 'cider', 'meteor', 'rouge_l'])
    expect(comparison![id]!.difference).toBeCloseTo(corpus[id]! - worse[id]!, 10);
  expect(comparison!.rouge_l!.pValue).toBeLessThan(1);
  expect(comparison!.distinct_1).toBeNull();
});

it('images of a Karpathy file may be named by imgid, by COCO’s id or by file name', () => {
  const images = karpathy.images.map((image) => ({
    ...image,
    cocoid: 400 + image.imgid,
    filename: `${image.imgid}.tif`,
  }));
  const references = [file('karpathy with ids.json', { images })];
  const corpus = (name: (imgid: number) => number | string) =>
    scoreFiles({
      candidates: file(
        'named.json',
        results.map(({ image_id, caption }) => ({ image_id: name(image_id), caption })),
      ),
      references,
    }).corpus;
  expect(corpus((imgid) => 400 + imgid)).toEqual(corpus((imgid) => imgid));
  expect(corpus((imgid) => `${imgid}.tif`)).toEqual(corpus((imgid) => imgid));
  expect(() => corpus((imgid) => imgid + 7)).toThrow('2 images');
});
