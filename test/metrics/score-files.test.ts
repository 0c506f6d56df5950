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
  const candidates = file('other.json', [{ image_id: 9, caption: 'x' }, results[0]]);
  const score = () => scoreFiles({ candidates, references: [file('coco.json', { annotations })] });
  expect(score).toThrow(/1 images of .*other\.json have no references: 9/);
  expect(score).toThrow(/1 images of .*coco\.json have no candidate: 2/);
});

it('files of different length are refused with both numbers', () => {
  const score = () =>
    scoreFiles({ candidates: file('two.txt', 'a\nb\n'), references: [file('three.txt', 'a\nb\nc\n')] });
  expect(score).toThrow(/2 lines and .*three\.txt has 3/);
});

it.each([
  ['truncated JSON', '[{"image_id": 1', 'is not valid JSON'],
  ['a caption that is not text', [{ image_id: 1, caption: 7 }], 'is not COCO results'],
])('%s is refused, naming the file', (_name, content, sentence) => {
  const candidates = file('bad.json', content);
  const score = () => scoreFiles({ candidates, references: [file('coco.json', { annotations })] });
  expect(score).toThrow(candidates);
  expect(score).toThrow(sentence);
});

it('a file that is not there is named', () => {
  expect(() => scoreFiles({ candidates: path.join(folder, 'none.json'), references: ['x'] })).toThrow('none.json');
});
