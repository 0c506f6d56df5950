import path from 'node:path';
import { type Command, Option } from 'commander';
import type { MetricRow } from '../../../preload/contract/compare.ts';
import { AppError } from '../../errors/app-error.ts';
import { bytesInWords } from '../../errors/bytes-in-words.ts';
import { writeFileAtomically } from '../../store/atomic-file.ts';
import { terminalOf, withJson, withProject, withSession } from '../command.ts';
import { followJob, untilEnded } from '../follow-job.ts';
import type { Session } from '../session.ts';
import { columns, type Terminal } from '../terminal.ts';
import { libraryCommands } from './library.ts';

interface ModelOptions {
  readonly model: string;
  readonly split: string;
  readonly out?: string;
  readonly strategy: 'greedy' | 'beam';
  readonly json?: boolean;
}
interface CompareOptions extends Omit<ModelOptions, 'model'> {
  readonly models: string;
}

const strategy = () =>
  new Option('--strategy <strategy>', 'how captions are decoded').choices(['greedy', 'beam']).default('greedy');

/** Says it before minutes are spent where a model may not go into memory, unless its captions are there already. */
async function tellMemory(
  { api }: Session,
  terminal: Terminal,
  { modelId, split }: { readonly modelId: string; readonly split: string },
): Promise<void> {
  const sets = await api.compare.sets({});
  if (sets.some((set) => set.modelId === modelId && set.split === split && set.state === 'finished' && !set.stale))
    return;
  const fit = await api.compare.memory({ modelId });
  if (fit === null || fit.captioning.fit === 'fits') return;
  terminal.message(
    `Note: ${modelId} needs about ${bytesInWords(fit.captioning.bytes)} of memory; ${bytesInWords(fit.freeBytes)} are free. Close other programs, or choose a smaller model.`,
  );
}

/** Captions a split with a model, or finds that it is done, and waits for the end. */
async function captionSplit(
  session: Session,
  terminal: Terminal,
  input: { modelId: string; split: string; strategy: 'greedy' | 'beam' },
): Promise<void> {
  await tellMemory(session, terminal, input);
  const { jobId, state } = await session.api.compare.caption(input);
  if (jobId === null || state === 'finished') return;
  const { result: job, interrupted } = await followJob(session, terminal, { jobId }, () => untilEnded(session, jobId));
  if (interrupted) throw new AppError('cancelled', 'Captioning was cancelled.');
  if (job.state !== 'finished') throw new AppError('internal', job.reason ?? `Captioning was ${job.state}.`);
}

const metricsOf = (rows: readonly MetricRow[], side: 'a' | 'b') =>
  Object.fromEntries(rows.map((row) => [row.id, row[side]]));
/** Four digits after the point; counts as they are. */
function rounded(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) && Math.abs(value) > 1 ? String(value) : value.toFixed(4);
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFileAtomically(path.resolve(file), [`${JSON.stringify(value, null, 2)}\n`]);
}

/** models, caption, eval and compare. */
export function modelCommands(program: Command): void {
  const models = program.command('models').description('the models that can caption').argument('[project]');
  models.enablePositionalOptions();
  libraryCommands(models);
  withJson(models).action(async (project: string | undefined, options: { json?: boolean }) => {
    const list = (session: Session) => session.api.compare.models({});
    const models = project === undefined ? await withSession(list) : await withProject(path.resolve(project), list);
    terminalOf(options).result(models, columns(models.map(({ id, title, detail }) => [id, title, detail])));
  });

  withJson(
    program
      .command('caption')
      .description('caption a split with a model and write COCO results')
      .argument('<project>')
      .requiredOption('--model <id>')
      .requiredOption('--split <split>')
      .requiredOption('--out <file>')
      .addOption(strategy()),
  ).action(async (project: string, options: ModelOptions & { out: string }) => {
    const terminal = terminalOf(options);
    await withProject(path.resolve(project), async (session) => {
      await captionSplit(session, terminal, {
        modelId: options.model,
        split: options.split,
        strategy: options.strategy,
      });
      const written = await session.api.project.export({
        what: 'predictions',
        format: 'coco-results',
        out: path.resolve(options.out),
        split: options.split,
        modelId: options.model,
      });
      terminal.result(
        { model: options.model, split: options.split, captions: written.count, out: written.path },
        `Wrote ${written.count} captions to ${written.path}`,
      );
    });
  });

  withJson(
    program
      .command('eval')
      .description('caption a split with a model and score it')
      .argument('<project>')
      .requiredOption('--model <id>')
      .requiredOption('--split <split>')
      .option('--out <file>', 'also write each image, its caption and its CIDEr')
      .addOption(strategy()),
  ).action(async (project: string, options: ModelOptions) => {
    const terminal = terminalOf(options);
    const { model, split } = options;
    await withProject(path.resolve(project), async (session) => {
      await captionSplit(session, terminal, { modelId: model, split, strategy: options.strategy });
      const { metrics, images } = await session.api.compare.table({ a: model, b: model, split });
      const document = { model, split, images: images.length, metrics: metricsOf(metrics, 'a') };
      if (options.out) {
        const rows = images.map(({ exportId, fileName, captionA, ciderA }) => ({
          image_id: exportId,
          file_name: fileName,
          caption: captionA,
          cider: ciderA,
        }));
        await writeJson(options.out, { ...document, per_image: rows });
      }
      terminal.result(document, columns(metrics.map(({ title, a }) => [title, rounded(a)])));
    });
  });

  withJson(
    program
      .command('compare')
      .description('two models on the same images')
      .argument('<project>')
      .requiredOption('--models <a,b>')
      .requiredOption('--split <split>')
      .requiredOption('--out <file>')
      .addOption(strategy()),
  ).action(async (project: string, options: CompareOptions & { out: string }) => {
    const terminal = terminalOf(options);
    const out = path.resolve(options.out);
    const [a, b, ...more] = options.models.split(',').map((id) => id.trim());
    if (!a || !b || more.length > 0) throw new AppError('bad_input', '--models takes two ids, separated by a comma.');
    await withProject(path.resolve(project), async (session) => {
      for (const modelId of new Set([a, b])) {
        await captionSplit(session, terminal, { modelId, split: options.split, strategy: options.strategy });
      }
      const table = await session.api.compare.table({ a, b, split: options.split });
      const document = { models: [a, b], split: options.split, images: table.images.length, metrics: table.metrics };
      const perImage = table.images.map((image) => ({
        image_id: image.exportId,
        file_name: image.fileName,
        class: image.class,
        caption_a: image.captionA,
        caption_b: image.captionB,
        cider_a: image.ciderA,
        cider_b: image.ciderB,
      }));
      await writeJson(out, { ...document, per_image: perImage });
      const rows = table.metrics.map((row) => [
        row.title,
        rounded(row.a),
        rounded(row.b),
        rounded(row.difference),
        row.interval ? `${rounded(row.interval[0])} … ${rounded(row.interval[1])}` : '',
      ]);
      terminal.result({ ...document, out }, columns([['', a, b, 'difference', '95 % interval'], ...rows]));
    });
  });
}
