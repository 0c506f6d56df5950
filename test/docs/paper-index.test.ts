import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { metricCatalog } from '../../main/metrics/catalog.ts';
import { signalCatalog } from '../../main/rewards/catalog.ts';

const index = readFileSync('docs/paper-index.md', 'utf8');
const quoted = Array.from(index.matchAll(/`([^`]+)`/g), ([, text]) => text!);

it('every file that the paper index names is there', () => {
  const files = quoted.filter((text) => text.startsWith('main/'));
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

it('every learning signal and every metric is in it', () => {
  expect(signalCatalog.map(({ id }) => id).filter((id) => !quoted.includes(id))).toEqual([]);
  const words = index.toLowerCase();
  const titles = metricCatalog.map(({ title }) => title.toLowerCase().replace(/^bleu-\d$/, 'bleu-1…4'));
  expect(titles.filter((title) => !words.includes(title) && title !== 'mean length')).toEqual([]);
});
