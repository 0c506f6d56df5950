import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { awkwardFolder, startEngine, type TestEngine } from './test-engine.ts';

/** An engine with the sample project open. */
export interface SampleEngine extends TestEngine {
  /** The folder of its user data and its cache. */
  readonly directory: string;
  /** Ends it and starts another on the same folders, with the sample project open again. */
  restart(): Promise<void>;
}

/** Starts the engine before every test, or once before all of a file that changes nothing, and cleans up behind it. */
export function sampleEngine(when: 'for each test' | 'for the file' = 'for each test'): SampleEngine {
  let folder: ReturnType<typeof awkwardFolder>;
  let running: TestEngine;
  const open = async () => {
    running = startEngine(folder.directory);
    await running.api.project.openSample({});
  };
  const [before, after] = when === 'for each test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(async () => {
    folder = awkwardFolder();
    await open();
  });
  after(async () => {
    await running.engine.close();
    folder.remove();
  });
  return {
    get engine() {
      return running.engine;
    },
    get api() {
      return running.api;
    },
    get directory() {
      return folder.directory;
    },
    heard: (event) => running.heard(event),
    async restart() {
      await running.engine.close();
      await open();
    },
  };
}
