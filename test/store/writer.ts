import { ProjectStore } from '../../main/store/project-store.ts';
import { fromSqliteError } from '../../main/store/sqlite-errors.ts';
import { rewrite } from './support.ts';

/**
 * A process that edits caption 1 of the project given as its argument until it is killed or an edit fails, and prints the
 * number of every edit once it is committed. Its last line names the error.
 */
const file = process.argv[2]!;
const store = ProjectStore.open(file);
for (let edit = 1; ; edit++) {
  try {
    rewrite(store, 1, { text: `edit ${edit} ${'x'.repeat(2000)}` }, `edit ${edit}`);
  } catch (error) {
    const known = fromSqliteError(error, file) as { code?: string; message: string };
    process.stdout.write(`failed ${known.code} ${known.message}\n`);
    process.exit(0);
  }
  process.stdout.write(`${edit}\n`);
}
