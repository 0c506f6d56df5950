import { ImageFiles } from '../../imagery/image-files.ts';
import { Recents } from '../../store/recents.ts';
import { captionsNamespace } from '../captions/handlers.ts';
import { createCompareNamespace } from '../compare/handlers.ts';
import { detectionsNamespace } from '../detections/handlers.ts';
import { GraphService } from '../graphs/graph-service.ts';
import { graphsNamespace } from '../graphs/handlers.ts';
import { ParserChoice } from '../graphs/parser-choice.ts';
import { ontologyListener } from '../graphs/project-ontology.ts';
import { imagesNamespace } from '../images/handlers.ts';
import { ShownImages } from '../images/shown-images.ts';
import { Operations } from '../jobs/operations.ts';
import { modelsNamespace } from '../models/handlers.ts';
import { ModelLibrary } from '../models/model-library.ts';
import { projectNamespace } from '../project/handlers.ts';
import { MissingImages } from '../project/missing-images.ts';
import { OpenProject } from '../project/open-project.ts';
import { createRunsNamespace } from '../runs/handlers.ts';
import { CacheFolder } from '../settings/cache-folder.ts';
import { DeviceQuestion } from '../settings/device.ts';
import { settingsNamespace } from '../settings/handlers.ts';
import { openSettings } from '../settings/settings-file.ts';
import type { EngineContext, EngineOptions } from './engine-context.ts';
import { EngineEvents } from './engine-events.ts';
import type { Engine } from './engine-interface.ts';
import { nameDatabaseErrors } from './name-database-errors.ts';

/** Puts the engine together from its parts. It does not know whether a window, the command line or a test calls it. */
export function createEngine(options: EngineOptions): Engine {
  const events = new EngineEvents();
  const operations = new Operations(events);
  const transfers = new Operations(events);
  const { resourcesDirectory, startWorker, graphParserDirectory } = options;
  const recents = new Recents(options.userDataDirectory);
  const settings = openSettings(options.userDataDirectory, undefined);
  const parsers = new ParserChoice({ settings, usual: graphParserDirectory, resourcesDirectory, startWorker });
  const graphs = new GraphService(() => parsers.parser);
  const cache = new CacheFolder(options.cacheDirectory);
  const question = new DeviceQuestion(options.startWorker);
  const project = new OpenProject({ events, operations, recents });
  const device = () => question.ask();
  const author = () => settings.read().author;
  const context: EngineContext = { options, events, operations, graphs, project: () => project.store, device };

  const runs = createRunsNamespace(context);
  const compare = createCompareNamespace(context);
  const shown = new ShownImages({ project, files: new ImageFiles(cache.thumbnails), events });
  project.listen(shown);
  // First: whatever follows may match.
  project.listen(ontologyListener);
  // A command that only looks at a project may never parse.
  if (options.continuesQueue !== false) project.listen(parsers.warmUpListener);
  project.listen(runs.listener);
  project.listen(compare.listener);
  // Last, because it tells the window of the project: all of it must answer by then.
  project.listen(new MissingImages(() => project.announce()));

  const handlers = {
    project: projectNamespace({
      project,
      operations,
      recents,
      folders: options,
      exports: { predictions: compare.exportPredictions, model: compare.exportModel },
    }),
    images: imagesNamespace(project),
    captions: captionsNamespace({ project, events, graphs, author }),
    graphs: graphsNamespace({
      project,
      graphs,
      parsers,
      operations,
      events,
      resourcesDirectory: options.resourcesDirectory,
      author,
    }),
    detections: detectionsNamespace({ project, graphs, events }),
    runs: runs.handlers,
    compare: compare.handlers,
    models: modelsNamespace({
      context: {
        library: new ModelLibrary(options),
        folders: options,
        startWorker: options.startWorker,
        store: () => project.storeOrNull,
      },
      transfers,
    }),
    settings: settingsNamespace({ settings, project, cache, device }),
  };
  return {
    handlers: nameDatabaseErrors(handlers, () => project.storeOrNull?.file),
    imageFile: (input) => shown.file(input),
    giveUpImage: (input) => shown.giveUp(input),
    onEvent: (listener) => events.on(listener),
    async close() {
      question.close();
      await transfers.cancelAll();
      await project.close();
      await parsers.close();
    },
  };
}
