import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { toWireError } from '../errors/wire-error.ts';
import { detectionCommands } from './commands/detections.ts';
import { exportCommand } from './commands/export.ts';
import { graphCommand } from './commands/graph.ts';
import { jobCommands } from './commands/jobs.ts';
import { modelCommands } from './commands/models.ts';
import { parseCommand } from './commands/parse.ts';
import { parseEvalCommand } from './commands/parse-eval.ts';
import { projectCommands } from './commands/project.ts';
import { scoreCommand } from './commands/score.ts';
import { trainCommand } from './commands/train.ts';

/** The `nadir` command: the engine without a window. Exit codes: 0 done, 1 error, 2 wrong usage, 130 interrupted. */
const program = new Command('nadir')
  .version(packageJson.version, '--version', 'print the version')
  .description('Curate image captions and train captioning models by reinforcement learning')
  // Options belong to the command they follow: `models` and what stands below it both take --json.
  .enablePositionalOptions()
  .exitOverride()
  // Help is not a result; the version is what was asked for.
  .configureOutput({
    writeOut: (text) => (text.trim() === packageJson.version ? process.stdout : process.stderr).write(text),
  })
  .showHelpAfterError('Run "nadir --help" for the commands.');
for (const add of [
  projectCommands,
  detectionCommands,
  parseCommand,
  parseEvalCommand,
  graphCommand,
  trainCommand,
  jobCommands,
  modelCommands,
  scoreCommand,
  exportCommand,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const { code, message } = toWireError(error);
    process.stderr.write(`nadir: ${message}\n`);
    if (code === 'internal' && process.env.NADIR_DEBUG) console.error(error);
    process.exitCode = code === 'cancelled' ? 130 : 1;
  }
}
