import type { Handlers } from '../../../preload/contract/table.ts';
import { fromSqliteError } from '../../store/sqlite-errors.ts';

type AnyHandler = (input: unknown) => unknown;

/** The same handlers, whose database errors (a full disk, a damaged file) name the project that they happened to. */
export function nameDatabaseErrors(handlers: Handlers, file: () => string | undefined): Handlers {
  const named =
    (handler: AnyHandler): AnyHandler =>
    async (input) => {
      // Looked at first: the project may be closed when the error comes.
      const project = file();
      try {
        return await handler(input);
      } catch (error) {
        throw project === undefined ? error : fromSqliteError(error, project);
      }
    };
  return Object.fromEntries(
    Object.entries(handlers).map(([namespace, methods]) => [
      namespace,
      Object.fromEntries(Object.entries(methods).map(([method, handler]) => [method, named(handler as AnyHandler)])),
    ]),
  ) as unknown as Handlers;
}
