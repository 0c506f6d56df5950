import path from 'node:path';
import { type Command, Option } from 'commander';
import { terminalOf, withJson, withProject } from '../command.ts';

interface ExportOptions {
  readonly what: 'captions' | 'predictions' | 'model';
  readonly format?: 'coco' | 'karpathy' | 'coco-results' | 'safetensors';
  readonly out: string;
  readonly split?: string;
  readonly model?: string;
  readonly json?: boolean;
}
const usualFormat = { captions: 'coco', predictions: 'coco-results', model: 'safetensors' } as const;

/** export */
export function exportCommand(program: Command): void {
  withJson(
    program
      .command('export')
      .description('write captions, predictions or a trained model')
      .argument('<project>')
      .addOption(new Option('--what <what>').choices(['captions', 'predictions', 'model']).makeOptionMandatory())
      .addOption(new Option('--format <format>').choices(['coco', 'karpathy', 'coco-results', 'safetensors']))
      .requiredOption('--out <path>')
      .option('--split <split>', 'only this split')
      .option('--model <id>', 'for predictions and model'),
  ).action(async (project: string, options: ExportOptions) => {
    const written = await withProject(path.resolve(project), (session) =>
      session.api.project.export({
        what: options.what,
        format: options.format ?? usualFormat[options.what],
        out: path.resolve(options.out),
        split: options.split ?? null,
        modelId: options.model ?? null,
      }),
    );
    terminalOf(options).result(written, `Wrote ${written.path} (${written.count})`);
  });
}
