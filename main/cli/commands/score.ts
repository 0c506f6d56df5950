import path from 'node:path';
import type { Command } from 'commander';
import { scoreFiles } from '../../metrics/score-files.ts';
import { terminalOf, withJson } from '../command.ts';
import { columns } from '../terminal.ts';

interface ScoreOptions {
  readonly candidates: string;
  readonly references: readonly string[];
  readonly metrics?: string;
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
      .requiredOption('--references <file...>', 'several files where the references are plain text')
      .option('--metrics <ids>', 'only these, with commas between')
      .option('--per-image', 'each image too'),
  ).action((options: ScoreOptions) => {
    const scores = scoreFiles({
      candidates: path.resolve(options.candidates),
      references: options.references.map((file) => path.resolve(file)),
      ...(options.metrics ? { metrics: options.metrics.split(',').map((id) => id.trim()) } : {}),
    });
    const rows = Object.entries(scores.corpus).map(([id, value]) => [id, value === null ? '–' : value.toFixed(6)]);
    terminalOf(options).result(
      options.perImage || options.json ? scores : { corpus: scores.corpus, count: scores.count },
      `${columns(rows)}\n${scores.count} images`,
    );
  });
}
