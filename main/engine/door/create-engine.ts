import { ImageFiles } from '../../imagery/image-files.ts';
import { JobQueue } from '../../jobs/job-queue.ts';
import { Recents } from '../../store/recents.ts';
import { captionsNamespace } from '../captions/handlers.ts';
import { createCompareNamespace } from '../compare/handlers.ts';
import { detectionsNamespace } from '../detections/handlers.ts';
import { GraphService } from '../graphs/graph-service.ts';
import { createGraphsNamespace } from '../graphs/handlers.ts';
import { ParserChoice } from '../graphs/parser-choice.ts';
import { ontologyListener } from '../graphs/project-ontology.ts';
import { createImagesNamespace } from '../images/handlers.ts';
import { ShownImages } from '../images/shown-images.ts';
import { jobCatalog } from '../jobs/catalog.ts';
import { jobsNamespace } from '../jobs/handlers.ts';
import { createModelsNamespace } from '../models/handlers.ts';
import { ModelLibrary } from '../models/model-library.ts';
import { createProjectNamespace } from '../project/handlers.ts';
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
import { callMethod } from './rpc.ts';
import { ProjectDoor } from './sharing/project-door.ts';
import { SharedProject } from './sharing/share-project.ts';

/** Puts the engine together from its parts. It does not know whether a window, the command line or a test calls it. */
export function createEngine(options: EngineOptions): Engine {
  const events = new EngineEvents();
  const jobs = new JobQueue({ tell: (job) => events.emit('job', job) });
  const { resourcesDirectory, startWorker, graphParserDirectory } = options;
  const recents = new Recents(options.userDataDirectory);
  const settings = openSettings(options.userDataDirectory, undefined);
  const parsers = new ParserChoice({ settings, usual: graphParserDirectory, resourcesDirectory, startWorker });
  const graphs = new GraphService(() => parsers.parser);
  const startsQueued = options.continuesQueue !== false;
  const cache = new CacheFolder(options.cacheDirectory);
  const question = new DeviceQuestion(options.startWorker);
  const project = new OpenProject({ events, recents });
  const device = () => question.ask();
  const author = () => settings.read().author;
  const context: EngineContext = {
    options,
    events,
    jobs,
    graphs,
    project: () => project.store,
    projectOrNull: () => project.storeUntilClosed,
    hold: (work) => project.hold(work),
    device,
  };

  const door = new ProjectDoor({
    events,
    call: (method, input) => callMethod(own, method, input),
    startQueued: () => jobs.startQueued(),
  });
  const runs = createRunsNamespace(context);
  const compare = createCompareNamespace(context);
  const graphing = createGraphsNamespace(context, { project, parsers, author });
  const images = createImagesNamespace(context, project);
  const models = createModelsNamespace(
    {
      library: new ModelLibrary(options),
      folders: options,
      startWorker: options.startWorker,
      store: () => project.storeOrNull,
    },
    jobs,
  );
  const projects = createProjectNamespace(context, {
    project,
    recents,
    exports: { predictions: compare.exportPredictions, model: compare.exportModel },
  });
  jobs.use(jobCatalog({ runs, compare, graphs: graphing, images, project: projects, models }));

  const shown = new ShownImages({ project, files: new ImageFiles(cache.thumbnails), events });
  // Guests hear of the project's end last, when its lock is about to be free.
  project.listen({ projectOpened: () => undefined, projectClosing: () => door.projectClosing() });
  project.listen(shown);
  // First: whatever follows may match.
  project.listen(ontologyListener);
  // A command that only looks at a project may never parse.
  if (startsQueued) project.listen(parsers.warmUpListener);
  project.listen(runs.listener);
  project.listen(compare.listener);
  // After what jobs need, so that they end before it goes away.
  project.listen({
    projectOpened: (store) => jobs.attach(store, { startQueued: startsQueued }),
    projectClosing: () => jobs.detach(),
  });
  // Last, because it tells the window of the project: all of it must answer by then.
  project.listen(new MissingImages(() => project.announce()));
  project.listen({ projectOpened: (store) => door.projectOpened(store), projectClosing: async () => undefined });

  const handlers = {
    project: projects.handlers,
    images: images.handlers,
    captions: captionsNamespace({ project, events, graphs, author }),
    graphs: graphing.handlers,
    detections: detectionsNamespace({ project, graphs, events }),
    runs: runs.handlers,
    compare: compare.handlers,
    models: models.handlers,
    jobs: jobsNamespace(jobs),
    settings: settingsNamespace({ settings, project, cache, device }),
  };
  const own = {
    handlers: nameDatabaseErrors(handlers, () => project.storeOrNull?.file),
    imageFile: (input: Parameters<Engine['imageFile']>[0]) => shown.file(input),
    giveUpImage: (input: Parameters<Engine['giveUpImage']>[0]) => shown.giveUp(input),
  };
  const shared = new SharedProject(own, { events, jobs, recents, startsQueued, joinMs: options.joinMs });
  return {
    handlers: shared.handlers,
    imageFile: (input) => shared.imageFile(input),
    giveUpImage: (input) => shared.giveUpImage(input),
    onEvent: (listener) => events.on(listener),
    hasJobs: () => jobs.isBusy,
    guests: () => door.guests,
    handOver: () => jobs.drain(),
    async close() {
      shared.leave();
      question.close();
      await project.close();
      await jobs.close();
      await parsers.close();
    },
  };
}
