import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { Input } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { terminalOf, withJson, withProject } from '../command.ts';
import { followJob, untilEnded } from '../follow-job.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';

interface TrainOptions {
  readonly preset?: string;
  readonly config?: string;
  readonly set: readonly string[];
  readonly name?: string;
  readonly model: string;
  readonly json?: boolean;
}

/** `key=value` pairs; a value is read as JSON when it is, else taken as text. Dots reach inside: `scst.epochs=2`. */
export function parseOverrides(pairs: readonly string[]): Record<string, unknown> {
  const overrides: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at <= 0) throw new AppError('bad_input', `--set ${pair}: write it as key=value.`);
    const text = pair.slice(at + 1);
    let value: unknown = text;
    try {
      value = JSON.parse(text);
    } catch {
      // Not JSON: a plain word such as `greedy`.
    }
    overrides[pair.slice(0, at)] = value;
  }
  return overrides;
}

function readConfig(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError('malformed_file', `${file} is not a readable JSON file: ${(cause as Error).message}`, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new AppError(
    'malformed_file',
    `${file} contains no settings. It must be an object such as {"scst.epochs": 2}.`,
  );
}

/** The default preset for a model, as in the start panel. A missing model is reported by the start itself. */
async function suitingPreset(session: Session, modelId: string): Promise<string> {
  const model = (await session.api.compare.models({})).find(({ id }) => id === modelId);
  return model?.preset ?? (await session.api.runs.presets({}))[0]!.id;
}

/** Says what speaks against a start. Throws the first finding that forbids it. */
async function checkPreflight(
  session: Session,
  terminal: Terminal,
  planned: Input<'runs', 'preflight'>,
): Promise<void> {
  const { device, findings } = await session.api.runs.preflight(planned);
  for (const { level, message } of findings) {
    if (level === 'error') throw new AppError('bad_input', message);
    terminal.message(`Note: ${message}`);
  }
  terminal.message(`Training on ${device}.`);
}

/** ", validation CIDEr 3.353, BLEU-4 0.627" of what is known. */
function judged({ cider, bleu_4: bleu4 }: Readonly<Record<string, number>>): string {
  const known = [
    cider === undefined ? '' : `CIDEr ${cider.toFixed(3)}`,
    bleu4 === undefined ? '' : `BLEU-4 ${bleu4.toFixed(3)}`,
  ];
  const text = known.filter((part) => part !== '').join(', ');
  return text === '' ? '' : `, validation ${text}`;
}

/** train */
export function trainCommand(program: Command): void {
  withJson(
    program
      .command('train')
      .description('fine-tune a model on the project: cross-entropy, then self-critical sequence training')
      .argument('<project>')
      .option(
        '--preset <preset>',
        '"default", "small" for a few hundred images, "published" for BLIP and InstructBLIP, or "quick" for a first look; by default the one that suits the model',
      )
      .option('--config <file>', 'settings as a JSON file')
      .option(
        '--set <key=value...>',
        'one setting, such as scst.epochs=2; may be repeated; an unknown key lists them all',
        [],
      )
      .option('--model <id>', 'the model to start from', 'nadir-mini')
      .option('--name <name>', 'a name for the run'),
  ).action(async (project: string, options: TrainOptions) => {
    const terminal = terminalOf(options);
    // Later ones win: --set over --config over the preset.
    const overrides = { ...(options.config ? readConfig(options.config) : {}), ...parseOverrides(options.set) };
    await withProject(path.resolve(project), async (session) => {
      const preset = options.preset ?? (await suitingPreset(session, options.model));
      await checkPreflight(session, terminal, { preset, modelId: options.model, overrides });
      const {
        id,
        jobId,
        state: begun,
      } = await session.api.runs.start({
        preset,
        name: options.name ?? null,
        modelId: options.model,
        overrides,
      });
      terminal.message(
        begun === 'queued'
          ? `Run ${id} is queued behind an earlier run.`
          : `Run ${id} started. Ctrl-C stops it and saves what it has learned.`,
      );
      const { interrupted } = await followJob(
        session,
        terminal,
        {
          jobId,
          interrupted: () =>
            terminal.message(
              'Stopping: the step is finished and saved first. If it does not stop, press Ctrl-C again.',
            ),
        },
        () => untilEnded(session, jobId),
      );
      const run = await session.api.runs.get({ id });
      const history = await session.api.runs.points({ id, from: 0 });
      const best = run.checkpoints.find((checkpoint) => checkpoint.best) ?? run.checkpoints.at(-1) ?? null;
      const { name, state, reason, checkpoints } = run;
      terminal.result(
        { run: id, name, state, reason, best_checkpoint: best, checkpoints, history },
        [
          `Run ${id} (${name}) ${state}.`,
          best ? `Best checkpoint: ${best.name}${judged(best.metrics)}` : 'It saved no checkpoint.',
        ].join('\n'),
      );
      if (state === 'failed') throw new AppError('internal', reason ?? 'The run failed.');
      if (interrupted) process.exitCode = 130;
    });
  });
}
