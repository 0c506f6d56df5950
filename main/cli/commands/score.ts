import path from 'node:path';
import type { Command } from 'commander';
import type { PairedDifference } from '../../metrics/bootstrap.ts';
import { metricTitle } from '../../metrics/catalog.ts';
import { type FileScores, scoreFiles } from '../../metrics/score-files.ts';
import { terminalOf, withJson } from '../command.ts';
import { columns } from '../terminal.ts';

interface ScoreOptions {
  readonly candidates: string;
  readonly references: readonly string[];
  readonly against?: string;
  readonly metrics?: string;
  readonly train?: string;
  readonly documentFrequencies?: string;
  readonly paraphrases?: string;
  readonly perImage?: boolean;
  readonly json?: boolean;
}

/** score */
export function scoreCommand(program: Command): void {
  withJson(
    program
      .command('score')
      .description('score captions against references: COCO results and captions, Karpathy JSON, or plain text')
      .requiredOption('--candidates <file>')
      .requiredOption('--references <file...>', 'may be repeated where the references are plain text')
      .option('--metrics <ids>', 'only these, separated by commas; scene-graph metrics are computed only when named')
      .option('--against <file>', 'captions of another system: differences with their 95 % intervals and p-values')
      .option('--train <file>', 'captions of the training images, for the share of captions repeated word for word')
      .option('--document-frequencies <file>', 'captions for CIDEr’s document frequencies, instead of the references')
      .option('--paraphrases <file>', 'METEOR’s own table of paraphrases, e.g. paraphrase-en.gz')
      .option('--per-image', 'each image too'),
  ).action((options: ScoreOptions) => {
    const { train, documentFrequencies, paraphrases, against } = options;
    const inFull = (file: string | undefined) => (file === undefined ? undefined : path.resolve(file));
    const scores = scoreFiles({
      candidates: path.resolve(options.candidates),
      references: options.references.map((file) => path.resolve(file)),
      against: inFull(against),
      metrics: options.metrics?.split(',').map((id) => id.trim()),
      train: inFull(train),
      documentFrequencies: inFull(documentFrequencies),
      paraphrases: inFull(paraphrases),
    });
    const titles = Object.fromEntries(
      Object.keys(scores.corpus).map((id) => [id, metricTitle(id, { paraphrases: paraphrases !== undefined })]),
    );
    terminalOf(options).result({ ...scores, titles }, asText(scores, titles, options.perImage === true));
  });
}

/** Six digits after the point; a count of captions or words as it is. */
function shown(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string' || (Number.isInteger(value) && Math.abs(value) > 1)) return String(value);
  return value.toFixed(6);
}

function asText(scores: FileScores, titles: Readonly<Record<string, string>>, perImage: boolean): string {
  const { corpus, comparison, images, count } = scores;
  const rows = Object.entries(corpus).map(([id, value]) => [
    titles[id]!,
    shown(value),
    ...(comparison ? differenceOf(comparison[id] ?? null) : []),
  ]);
  const table = columns(comparison ? [['', '', 'difference', '95 % interval', 'p'], ...rows] : rows);
  const [first] = images;
  const ids = Object.keys(first ?? {});
  const each = perImage ? `\n\n${columns([ids, ...images.map((image) => ids.map((id) => cell(id, image[id])))])}` : '';
  return `${table}\n${count} image${count === 1 ? '' : 's'}${each}`;
}

const cell = (id: string, value: number | string | null | undefined): string =>
  id === 'image_id' ? String(value) : shown(value);

function differenceOf(compared: PairedDifference | null): readonly string[] {
  if (!compared) return ['–', '', ''];
  const { difference, interval, pValue } = compared;
  return [shown(difference), `${shown(interval[0])} … ${shown(interval[1])}`, pValue.toFixed(4)];
}
