import { engineContract } from '../../../../preload/contract/table.ts';
import { internalMethods } from '../client/messages.ts';

/**
 * Methods that each engine answers itself, whoever has the project open: which project is open, the person's own settings, the
 * model library, which any engine of the person can read.
 */
const own = new Set([
  'project.create',
  'project.open',
  'project.openSample',
  'project.close',
  'project.recents',
  'project.detectImport',
  'settings.get',
  'settings.update',
  'settings.device',
  'settings.clearCache',
  'models.list',
  'models.offers',
  'models.download',
  'models.import',
  'models.remove',
  'models.memory',
  'models.storage',
  'models.setHub',
]);

/** Everything else is about the project, and answered by the engine that has it open. */
export const sharedMethods: ReadonlySet<string> = new Set([
  ...Object.entries(engineContract).flatMap(([namespace, methods]) =>
    Object.keys(methods)
      .map((method) => `${namespace}.${method}`)
      .filter((name) => !own.has(name)),
  ),
  internalMethods.imageFile,
  internalMethods.giveUpImage,
]);
