import type { Command } from 'commander';
import { openSession, type Session } from './session.ts';
import { createTerminal, type Terminal } from './terminal.ts';

/** A terminal for a command that was declared with `--json`. */
export function terminalOf(options: { json?: boolean }): Terminal {
  return createTerminal({ json: options.json === true, out: process.stdout, error: process.stderr });
}

/** Runs with an engine and closes it, whatever happens. */
export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = openSession();
  try {
    return await work(session);
  } finally {
    await session.close((titles) =>
      process.stderr.write(
        `Another Nadir uses this project: waiting for ${titles.join(', ')} to end. Ctrl-C stops what is running.\n`,
      ),
    );
  }
}

/** The same with a project opened first. */
export function withProject<T>(projectPath: string, work: (session: Session) => Promise<T>): Promise<T> {
  return withSession(async (session) => {
    await session.api.project.open({ path: projectPath });
    return work(session);
  });
}

/** Every command takes `--json`. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print the result as one JSON document');
}
