import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../../preload/contract/settings.ts';
import { AppError } from '../../errors/app-error.ts';
import { ResidentParser } from '../../jobs/resident-parser.ts';
import type { WorkerStarter } from '../../jobs/worker-port.ts';
import type { GraphParser } from '../../scene-graph/parser.ts';
import { createRuleParser } from '../../scene-graph/rule-parser.ts';
import type { JsonFile } from '../../store/json-file.ts';
import type { ProjectListener } from '../door/engine-context.ts';

/** "rules", a folder, or null for the one that Nadir was started with. */
export type Choice = Settings['graphParser'];

/**
 * The parser that reads captions, as the person chose it: the rules, Nadir's network or a FACTUAL checkpoint in a folder.
 * Made when it is first needed; a neural one runs in a process of its own, which stays.
 */
export class ParserChoice {
  readonly #settings: JsonFile<Settings>;
  readonly #usual: string | undefined;
  readonly #resources: string;
  readonly #startWorker: WorkerStarter;
  #parser: GraphParser | ResidentParser | undefined;

  /** `usual` is the folder of the parser that is taken where the person chose none; undefined for the rules. */
  constructor(options: {
    readonly settings: JsonFile<Settings>;
    readonly usual: string | undefined;
    readonly resourcesDirectory: string;
    readonly startWorker: WorkerStarter;
  }) {
    this.#settings = options.settings;
    this.#usual = options.usual;
    this.#resources = options.resourcesDirectory;
    this.#startWorker = options.startWorker;
  }

  /** The environment variable takes precedence over the choice made in the window. */
  get choice(): Choice {
    return process.env.NADIR_GRAPH_PARSER ? null : this.#settings.read().graphParser;
  }

  /** Throws `not_found` or `malformed_file` where the chosen folder holds no parser. */
  get parser(): GraphParser {
    this.#parser ??= this.#make(this.choice);
    return this.#parser;
  }

  /** Takes another parser from now on, and remembers it. Throws, and changes nothing, where a folder holds none. */
  async choose(choice: Choice): Promise<GraphParser> {
    if (process.env.NADIR_GRAPH_PARSER) {
      throw new AppError('conflict', 'NADIR_GRAPH_PARSER names the parser. Start Nadir without it to choose here.');
    }
    const wanted = choice === null || choice === 'rules' ? choice : path.resolve(choice);
    const next = this.#make(wanted);
    await this.#settings.update((settings) => ({ ...settings, graphParser: wanted }));
    const last = this.#parser;
    this.#parser = next;
    if (last instanceof ResidentParser) await last.close();
    return next;
  }

  /** Loads a neural parser while a project's images are being looked at: the first caption that is edited need not wait. */
  get warmUpListener(): ProjectListener {
    return {
      projectOpened: () => {
        try {
          if (this.parser instanceof ResidentParser) this.parser.warmUp();
        } catch (error) {
          // The project opens all the same; whoever asks for a graph is told.
          console.error('The graph parser cannot be loaded:', error);
        }
      },
      projectClosing: async () => undefined,
    };
  }

  async close(): Promise<void> {
    if (this.#parser instanceof ResidentParser) await this.#parser.close();
  }

  #make(choice: Choice): GraphParser | ResidentParser {
    const directory = choice === null ? this.#usual : choice === 'rules' ? undefined : choice;
    if (directory === undefined) return createRuleParser(this.#resources);
    return new ResidentParser(this.#startWorker, { modelDirectory: directory, resourcesDirectory: this.#resources });
  }
}

/**
 * The folder of the parser that reads captions; undefined for the rules. `NADIR_GRAPH_PARSER` is "rules" or a folder (of
 * Nadir's network, or of a FACTUAL checkpoint); without it the one that ships is taken, where the checkout has it.
 */
export function parserDirectory(resources: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const wanted = env.NADIR_GRAPH_PARSER;
  if (wanted === 'rules') return undefined;
  if (wanted) return path.resolve(wanted);
  const bundled = path.join(resources, 'models/scene-graph');
  return existsSync(path.join(bundled, 'model.safetensors')) ? bundled : undefined;
}
