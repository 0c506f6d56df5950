import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { AppError } from '../errors/app-error.ts';
import { parserName } from './parser-name.ts';
import { exitSentence, type JobEnding, type RunningJob, startJob } from './worker-job.ts';
import type { WorkerStarter } from './worker-port.ts';
import type { WorkerEvent } from './worker-protocol.ts';

/** Graphs of texts, and the same as FACTUAL writes them. */
export interface ParsedTexts {
  readonly graphs: readonly SceneGraph[];
  readonly factual: readonly string[];
}

/** Texts sent at a time: the worker answers other requests between two parts. */
const part = 256;

/** It has nothing to save: one that is busy or still loading is not waited for longer. */
const closeMs = 1000;

interface Waiting {
  readonly resolve: (parsed: ParsedTexts) => void;
  readonly reject: (error: unknown) => void;
}

interface Running {
  readonly job: RunningJob;
  readonly waiting: Map<number, Waiting>;
}

/**
 * A neural graph parser in a process that stays: started by the first request (or `warmUp`), started again by the next
 * one when it has died. It meets `main/scene-graph/parser.ts`, so that whoever parses does not know which parser it is.
 */
export class ResidentParser {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly #start: WorkerStarter;
  readonly #directories: { readonly modelDirectory: string; readonly resourcesDirectory: string };
  #running: Running | null = null;
  #nextId = 1;

  /** Throws `not_found` or `malformed_file` where `modelDirectory` holds no parser. */
  constructor(start: WorkerStarter, directories: { modelDirectory: string; resourcesDirectory: string }) {
    const { id, version, title } = parserName(directories.modelDirectory);
    this.id = id;
    this.version = version;
    this.title = title;
    this.#start = start;
    this.#directories = directories;
  }

  /** Loads the parser ahead of the first caption. */
  warmUp(): void {
    this.#run();
  }

  async parse(texts: readonly string[]): Promise<readonly SceneGraph[]> {
    return (await this.parseFully(texts)).graphs;
  }

  /** Throws `internal` saying how the parser's process ended, when it did. */
  async parseFully(texts: readonly string[]): Promise<ParsedTexts> {
    const parts = Array.from({ length: Math.ceil(texts.length / part) }, (_, at) =>
      texts.slice(at * part, (at + 1) * part),
    );
    const graphs: SceneGraph[] = [];
    const factual: string[] = [];
    for (const each of parts) {
      const parsed = await this.#ask(each);
      graphs.push(...parsed.graphs);
      factual.push(...parsed.factual);
    }
    return { graphs, factual };
  }

  /** Resolves when the process is gone; a later request starts another. */
  async close(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    running.job.port.send({ type: 'stop' });
    const impatient = setTimeout(() => running.job.port.kill(), closeMs);
    await running.job.ended;
    clearTimeout(impatient);
  }

  #ask(texts: readonly string[]): Promise<ParsedTexts> {
    const running = this.#run();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      running.waiting.set(id, { resolve, reject });
      running.job.port.send({ type: 'parse', id, texts });
    });
  }

  #run(): Running {
    if (this.#running) return this.#running;
    const waiting = new Map<number, Waiting>();
    const onEvent = (event: WorkerEvent): void => {
      if (event.type !== 'graphs') return;
      waiting.get(event.id)?.resolve({ graphs: event.graphs, factual: event.factual });
      waiting.delete(event.id);
    };
    const running: Running = { job: startJob(this.#start, { kind: 'parse', ...this.#directories }, onEvent), waiting };
    this.#running = running;
    running.job.ended.then((ending) => {
      this.#running = null;
      for (const { reject } of waiting.values()) reject(endedError(ending));
      waiting.clear();
    });
    return running;
  }
}

function endedError(ending: JobEnding): AppError {
  if (ending.kind === 'failed') return new AppError('internal', `The graph parser failed: ${ending.message}`);
  if (ending.kind === 'done') return new AppError('cancelled', 'The graph parser was stopped.');
  return new AppError('internal', exitSentence('graph parser', ending));
}
