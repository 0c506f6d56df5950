import path from 'node:path';
import type { Command } from 'commander';
import type { JobProgress } from '../../../preload/contract/jobs.ts';
import type { ExportedModel, LibraryModel } from '../../../preload/contract/models.ts';
import { AppError } from '../../errors/app-error.ts';
import { terminalOf, withJson, withProject, withSession } from '../command.ts';
import { followJob, newJobId } from '../follow-job.ts';
import type { Session } from '../session.ts';
import { columns, type Terminal } from '../terminal.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
const fits = { fits: 'fits', tight: 'tight', 'too-large': 'too large' } as const;

function modelText(model: LibraryModel): string {
  const { fit } = model;
  const rows: [string, string][] = [
    ['id', model.id],
    ['kind', model.kind],
    ['architecture', model.architecture ?? 'unknown'],
    ['numbers', model.parameters === null ? 'unknown' : model.parameters.toLocaleString('en')],
    ['licence', model.licence ?? 'not stated'],
    ['on the disk', `${gigabytes(model.bytes)} at ${model.place}`],
  ];
  if (model.fineTuned !== null) rows.push(['fine-tuned by', model.fineTuned]);
  if (fit) {
    const free = `${gigabytes(fit.freeBytes)} are free`;
    rows.push(['captioning', `${gigabytes(fit.captioning.bytes)}: ${fits[fit.captioning.fit]} (${free})`]);
    rows.push(['training', `${gigabytes(fit.training.bytes)}: ${fits[fit.training.fit]} (${free})`]);
  }
  if (model.problem !== null) rows.push(['problem', model.problem]);
  return columns(rows);
}

/** Moves gigabytes with a bar; Ctrl-C ends it, which `cancelled` explains. */
async function transfer<T>(
  session: Session,
  terminal: Terminal,
  cancelled: string,
  work: (jobId: string) => Promise<T>,
): Promise<T> {
  const jobId = newJobId();
  const note = ({ done, total }: JobProgress): string => `${gigabytes(done)} of ${gigabytes(total)}`;
  try {
    return (await followJob(session, terminal, { jobId, note }, () => work(jobId))).result;
  } catch (error) {
    if ((error as AppError).code !== 'cancelled') throw error;
    throw new AppError('cancelled', cancelled, { cause: error });
  }
}

function download(session: Session, terminal: Terminal, repository: string): Promise<LibraryModel> {
  return transfer(session, terminal, 'Cancelled. Download it again to resume where it stopped.', (jobId) =>
    session.api.models.download({ repository, jobId }),
  );
}

/** A model as a folder that stands alone; a run's needs its project. */
async function exportOne(
  terminal: Terminal,
  { id, folder, project }: { readonly id: string; readonly folder: string; readonly project: string | undefined },
): Promise<void> {
  const work = (session: Session): Promise<ExportedModel> =>
    transfer(session, terminal, 'Cancelled. Nothing was left behind.', (jobId) =>
      session.api.models.export({ id, out: path.resolve(folder), jobId }),
    );
  const done = await (project === undefined ? withSession(work) : withProject(path.resolve(project), work));
  const layout =
    done.layout === 'hugging-face'
      ? 'Hugging Face’s layout, whole: transformers and Nadir load it.'
      : 'nadir-mini’s own layout: Nadir loads it, other programs do not.';
  terminal.result(done, `Wrote ${done.files} files, ${gigabytes(done.bytes)}, to ${done.path}\n${layout}`);
}

/** A model of the library, or one that is offered, with the arithmetic of its memory. */
async function show(session: Session, terminal: Terminal, id: string): Promise<void> {
  const { models } = session.api;
  const model = (await models.list({})).find((each) => each.id === id);
  const offer = model ? undefined : (await models.offers({})).find(({ repository }) => repository === id);
  if (!model && !offer)
    throw new AppError('unknown_id', `There is no model "${id}" in the library, and none is offered.`);
  const memory = offer || model?.fit ? await models.memory({ id }) : null;
  const lines = memory
    ? (['captioning', 'training'] as const).map((use) => {
        const rows = memory[use].map(({ what, bytes, arithmetic }) => [`  ${what}`, gigabytes(bytes), arithmetic]);
        const sum = memory[use].reduce((total, { bytes }) => total + bytes, 0);
        return `\n\nmemory for ${use}: ${gigabytes(sum)}\n${columns(rows)}`;
      })
    : [];
  const head = model
    ? modelText(model)
    : columns([
        ['id', id],
        ['kind', 'to download'],
        ['title', offer!.title],
        ['numbers', offer!.parameters.toLocaleString('en')],
        ['licence', offer!.licence ?? 'not stated'],
        ['to download', `about ${gigabytes(offer!.downloadBytes)}`],
      ]);
  terminal.result({ ...(model ?? offer), memory }, head + lines.join(''));
}

/** Below `nadir models`: library, show, download, import, export, remove. */
export function libraryCommands(models: Command): void {
  withJson(models.command('library').description('models on this computer, and published ones to download')).action(
    async (options: { json?: boolean }) => {
      const terminal = terminalOf(options);
      await withSession(async ({ api }) => {
        const [there, offers] = [await api.models.list({}), await api.models.offers({})];
        const rows = [
          ...there.map(({ id, kind, architecture, fit, problem }) => [
            id,
            kind,
            architecture ?? '',
            problem ?? (fit ? `training ${fits[fit.training.fit]}` : ''),
          ]),
          ...offers.map(({ repository, title, fit }) => [
            repository,
            'to download',
            title,
            `training ${fits[fit.training.fit]}`,
          ]),
        ];
        terminal.result({ models: there, offers }, columns(rows));
      });
    },
  );

  withJson(models.command('show').description('one model and the memory it takes').argument('<id>')).action(
    (id: string, options: { json?: boolean }) => withSession((session) => show(session, terminalOf(options), id)),
  );

  withJson(
    models
      .command('download')
      .description('download a model by its id, or resume its download')
      .argument('<owner/name>'),
  )
    .option('--hub <address>', 'a mirror to download from; kept for later downloads')
    .action(async (repository: string, options: { json?: boolean; hub?: string }) => {
      const terminal = terminalOf(options);
      await withSession(async (session) => {
        if (options.hub !== undefined) await session.api.models.setHub({ hub: options.hub });
        const model = await download(session, terminal, repository);
        terminal.result(model, modelText(model));
      });
    });

  withJson(
    models
      .command('import')
      .description('add a model from a folder or a .pth file, without copying it')
      .argument('<path>'),
  )
    .option('--folder <folder>', 'folder with config.json and tokenizer, if they are not beside the weights')
    .option('--fine-tuned <file>', 'fine-tuned weights to load over them')
    .option('--base <id>', 'the path holds only the trained part: load it over this library model')
    .option('--title <title>')
    .option('--licence <licence>')
    .action(
      async (
        place: string,
        options: Readonly<Partial<Record<'folder' | 'fineTuned' | 'base' | 'title' | 'licence', string>>> & {
          json?: boolean;
        },
      ) => {
        const absolute = (given: string | undefined) => (given === undefined ? null : path.resolve(given));
        await withSession(async ({ api }) => {
          const model = await api.models.import({
            path: path.resolve(place),
            folder: absolute(options.folder),
            fineTuned: absolute(options.fineTuned),
            base: options.base ?? null,
            title: options.title ?? null,
            licence: options.licence ?? null,
          });
          terminalOf(options).result(model, modelText(model));
        });
      },
    );

  withJson(
    models
      .command('export')
      .description('write a model as a self-contained folder, with fine-tuned weights in place and LoRA merged')
      .argument('<id>', 'a model of the library, or a run of the project')
      .argument('<folder>', 'a new or empty folder'),
  )
    .option('--project <project>', 'the project whose run is exported')
    .action((id: string, folder: string, options: { json?: boolean; project?: string }) =>
      exportOne(terminalOf(options), { id, folder, project: options.project }),
    );

  withJson(
    models.command('remove').description('delete a download, or forget an import (its files stay)').argument('<id>'),
  ).action((id: string, options: { json?: boolean }) =>
    withSession(async ({ api }) => {
      const { freedBytes } = await api.models.remove({ id });
      terminalOf(options).result({ id, freedBytes }, `Removed ${id}; ${gigabytes(freedBytes)} freed.`);
    }),
  );
}
