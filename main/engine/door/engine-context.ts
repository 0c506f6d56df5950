import type { JobQueue } from '../../jobs/job-queue.ts';
import type { WorkerStarter } from '../../jobs/worker-port.ts';
import type { Device } from '../../jobs/worker-protocol.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { GraphService } from '../graphs/graph-service.ts';

import type { EngineEvents } from './engine-events.ts';

/** Folders and services of an engine, chosen by whoever starts it. */
export interface EngineOptions {
  /** Settings, recent projects, the sample project. */
  readonly userDataDirectory: string;
  /** Lexicons, bundled models, the sample's images: read only. */
  readonly resourcesDirectory: string;
  /** Thumbnails and features of frozen towers; may be deleted at any time. */
  readonly cacheDirectory: string;
  readonly startWorker: WorkerStarter;
  /**
   * Whether opening a project goes on with the runs that wait in it; true unless said otherwise. A command that only
   * looks at a project must not begin a training that its end would cut short.
   */
  readonly continuesQueue?: boolean;
  /** Time given to the engine that has a project open to answer, before the project is said to be open elsewhere; 2 s by default. */
  readonly joinMs?: number;
  /** Folder of the neural graph parser that reads captions; the rules read them where it is left out. */
  readonly graphParserDirectory?: string | undefined;
}

/** Shared by all domains of the engine. */
export interface EngineContext {
  readonly options: EngineOptions;
  readonly events: EngineEvents;
  readonly jobs: JobQueue;
  readonly graphs: GraphService;
  /** The open project; throws `no_project` when there is none. */
  project(): ProjectStore;
  /** The same without the error, and until the project is closed: for what ends with it. */
  projectOrNull(): ProjectStore | null;
  /** Runs `work` on the open project, which stays open until it has ended. */
  hold<T>(work: (store: ProjectStore) => Promise<T>): Promise<T>;
  /** The device for tensors. Starts a worker the first time, then answers from memory. */
  device(): Promise<Device>;
}

/** A part of the engine that lives with a project: it is told when one was opened and before it closes. */
export interface ProjectListener {
  projectOpened(store: ProjectStore): void | Promise<void>;
  /** Ends what needs the project; resolves when nothing of it runs any more. */
  projectClosing(): Promise<void>;
}
