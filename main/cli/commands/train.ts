import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { Run } from '../../../preload/contract/runs.ts';
import { AppError } from '../../errors/app-error.ts';
import { terminalOf, withJson, withProject } from '../command.ts';
import type { Session } from '../session.ts';

interface TrainOptions {
  readonly preset: string;
  readonly config?: string;
  readonly set: readonly string[];
  readonly name?: string;
  readonly model: string;
  readonly json?: boolean;
}

const ended: readonly Run['state'][] = ['stopped', 'finished', 'failed'];

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
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new AppError('malformed_file', `${file} is not a readable JSON file: ${(cause as Error).message}`, { cause });
  }
}

/** Resolves when the run has ended, however it did. */
function untilEnded(session: Session, id: string, onChange: (run: Run) => void): Promise<Run> {
  return new Promise((resolve, reject) => {
    const look = (run: Run) => {
      if (run.id !== id) return;
      onChange(run);
      if (ended.includes(run.state)) resolve(run);
    };
    session.on('run', look);
    session.api.runs.get({ id }).then(look, reject);
  });
}

/** train */
export function trainCommand(program: Command): void {
  withJson(
    program
      .command('train')
      .description('fine-tune a model on the project: cross-entropy, then self-critical sequence training')
      .argument('<project>')
      .option('--preset <preset>', 'see the presets in the manual', 'default')
      .option('--config <file>', 'settings as a JSON file')
      .option('--set <key=value...>', 'one setting, may be given several times', [])
      .option('--model <id>', 'the model to start from', 'nadir-mini')
      .option('--name <name>', 'a name for the run'),
  ).action(async (project: string, options: TrainOptions) => {
    const terminal = terminalOf(options);
    const overrides = { ...(options.config ? readConfig(options.config) : {}), ...parseOverrides(options.set) };
    await withProject(path.resolve(project), async (session) => {
      const { id } = await session.api.runs.start({
        preset: options.preset,
        name: options.name ?? null,
        modelId: options.model,
        overrides,
      });
      terminal.message(`Run ${id} started.`);
      const stop = () => {
        terminal.message('Stopping: the step is finished and saved first.');
        session.api.runs.stop({ id }).catch((error: Error) => terminal.message(error.message));
      };
      process.once('SIGINT', stop).once('SIGTERM', stop);
      const run = await untilEnded(session, id, ({ progress }) => {
        if (!progress) return;
        const left = progress.secondsLeft === null ? '' : `${Math.ceil(progress.secondsLeft / 60)} min left`;
        terminal.progress(progress.stage, progress.done, progress.total, left);
      });
      const history = await session.api.runs.points({ id, from: 0 });
      const best = run.checkpoints.find((checkpoint) => checkpoint.best) ?? run.checkpoints.at(-1) ?? null;
      terminal.result(
        {
          run: run.id,
          name: run.name,
          state: run.state,
          reason: run.reason,
          best_checkpoint: best,
          checkpoints: run.checkpoints,
          history,
        },
        `${run.name} ${run.state}${run.reason ? `: ${run.reason}` : ''}\nRun ${run.id}${best ? `, best checkpoint ${best.name} ${JSON.stringify(best.metrics)}` : ''}`,
      );
      if (run.state === 'failed') process.exitCode = 1;
    });
  });
}
