import { realpathSync } from 'node:fs';
import type { z } from 'zod';
import type { Job } from '../../../../preload/contract/jobs.ts';
import type { ProjectInfo } from '../../../../preload/contract/project.ts';
import type { Events, Handlers, imageFileInput, imageFileOutput } from '../../../../preload/contract/table.ts';
import { AppError } from '../../../errors/app-error.ts';
import type { JobQueue } from '../../../jobs/job-queue.ts';
import type { Recents } from '../../../store/recents.ts';
import { internalMethods } from '../client/messages.ts';
import type { EngineEvents } from '../engine-events.ts';
import type { AnsweringEngine } from '../engine-interface.ts';
import { callMethod } from '../rpc.ts';
import { joinProject, type Membership, notAnswering } from './join-project.ts';
import { sharedMethods } from './shared-methods.ts';

type ImageFile = z.output<typeof imageFileOutput>;

export interface ShareOptions {
  readonly events: EngineEvents;
  readonly jobs: JobQueue;
  readonly recents: Recents;
  /** Whether queued jobs of an earlier time may start because this engine has joined or opened the project. */
  readonly startsQueued: boolean;
  readonly joinMs?: number | undefined;
}

/** A project may be locked for a moment by an engine that is opening or closing it. */
const usualJoinMs = 2_000;
/** After the owner has gone, its lock may take a moment to be free; another guest may be quicker. */
const takeOverMs = 15_000;
/** How long an owner may take to save its jobs and close. */
const closingMs = 40_000;
/** Methods that change nothing. */
const questions = /\.(?:list|get|info|points|samples|sets|cards|facets|models|forImage|undoState|history)$/;

interface Guest {
  readonly file: string;
  readonly membership: Membership;
}

/**
 * One engine a project: a project that another engine of the same person has open is used through that engine. The handlers
 * that come out of this answer from here or from there, and nobody who calls them need know. When that engine goes away, the
 * project is opened here.
 */
export class SharedProject {
  readonly handlers: Handlers;
  readonly #own: AnsweringEngine;
  readonly #options: ShareOptions;
  #guest: Guest | null = null;
  /** The opening of a project whose owner went away, while it goes on. */
  #takingOver: Promise<void> | null = null;

  constructor(own: AnsweringEngine, options: ShareOptions) {
    this.#own = own;
    this.#options = options;
    this.handlers = this.#routed();
  }

  imageFile(input: z.output<typeof imageFileInput>): Promise<ImageFile> {
    return this.#guest
      ? (this.#guest.membership.client.call(internalMethods.imageFile, input) as Promise<ImageFile>)
      : this.#own.imageFile(input);
  }

  giveUpImage(input: { readonly ticket: number }): void {
    if (this.#guest) void this.#guest.membership.client.call(internalMethods.giveUpImage, input).catch(() => undefined);
    else this.#own.giveUpImage(input);
  }

  /** Leaves a project that is another engine's; that engine and its jobs go on. */
  leave(): void {
    this.#guest?.membership.leave();
    this.#guest = null;
  }

  #routed(): Handlers {
    const { project, jobs } = this.#own.handlers;
    const opening =
      <T>(open: (input: T) => ProjectInfo | Promise<ProjectInfo>) =>
      (input: T) =>
        this.#open(() => open(input));
    const special: Record<string, (input: never) => unknown> = {
      'project.open': opening(project.open),
      'project.create': opening(project.create),
      'project.openSample': opening(project.openSample),
      'project.close': () => this.#close(),
      'jobs.list': async () => [...(await jobs.list({})), ...((await this.#ask('jobs.list', {})) as readonly Job[])],
    };
    // Downloads go on here while the project is another engine's.
    for (const name of ['get', 'pause', 'resume', 'stop', 'retry', 'dismiss'] as const) {
      special[`jobs.${name}`] = ({ id }: { id: string }) =>
        this.#options.jobs.find(id) ? jobs[name]({ id }) : this.#ask(`jobs.${name}`, { id });
    }
    const routed = Object.entries(this.#own.handlers).map(([namespace, methods]) => [
      namespace,
      Object.fromEntries(
        Object.entries(methods).map(([method, handler]) => [
          method,
          this.#route(`${namespace}.${method}`, handler as never, special[`${namespace}.${method}`] as never),
        ]),
      ),
    ]);
    return Object.fromEntries(routed) as Handlers;
  }

  #route(
    name: string,
    own: (input: unknown) => unknown,
    special: ((input: unknown) => unknown) | undefined,
  ): (input: unknown) => unknown {
    if (special && name.startsWith('project.')) return special;
    if (!sharedMethods.has(name)) return own;
    return (input) => {
      if (this.#takingOver)
        return this.#takingOver.then(() => (this.#guest ? (special ?? this.#asking(name))(input) : own(input)));
      if (!this.#guest) return own(input);
      return special ? special(input) : this.#ask(name, input);
    };
  }

  readonly #asking = (name: string) => (input: unknown) => this.#ask(name, input);

  async #ask(name: string, input: unknown): Promise<unknown> {
    const guest = this.#guest;
    if (!guest) throw new AppError('no_project', 'No project is open. Open or create one first.');
    try {
      return await guest.membership.client.call(name, input);
    } catch (error) {
      if (this.#guest === guest && (error as AppError).code !== 'no_project') throw error;
      // The owner is closing or has gone. What it refused was not done, and a question may be asked twice.
      await Promise.race([guest.membership.gone, new Promise((resolve) => setTimeout(resolve, closingMs).unref())]);
      await this.#takingOver;
      const wasRefused = (error as AppError).code === 'no_project';
      if (this.#guest === guest || !(wasRefused || questions.test(name))) throw error;
      return this.#guest ? this.#ask(name, input) : callMethod(this.#own, name, input);
    }
  }

  /** Opens a project here, or joins the engine that has it open. The one that was open stays open when neither is possible. */
  async #open(open: () => ProjectInfo | Promise<ProjectInfo>): Promise<ProjectInfo> {
    await this.#takingOver;
    try {
      const info = await open();
      this.leave();
      return info;
    } catch (error) {
      const file = lockedFile(error);
      if (file === null) throw error;
      if (this.#guest?.file === file) return (await this.#ask('project.info', {})) as ProjectInfo;
      return this.#join(file, open);
    }
  }

  async #join(file: string, open: () => ProjectInfo | Promise<ProjectInfo>): Promise<ProjectInfo> {
    const until = performance.now() + (this.#options.joinMs ?? usualJoinMs);
    for (;;) {
      const membership = await this.#knock(file, 0);
      if (membership) {
        await this.#own.handlers.project.close({});
        this.leave();
        return this.#enter({ file, membership });
      }
      // Its owner may be closing it, or not yet have opened its door.
      if (performance.now() >= until) throw notAnswering(file);
      await new Promise((resolve) => setTimeout(resolve, 100));
      try {
        return await open();
      } catch (error) {
        if (lockedFile(error) !== file) throw error;
      }
    }
  }

  async #enter(guest: Guest): Promise<ProjectInfo> {
    this.#guest = guest;
    const { events, recents } = this.#options;
    guest.membership.client.onEvent((name, payload) => {
      if (this.#guest === guest) events.emit(name, payload as Events[typeof name]);
    });
    const info = (await guest.membership.client.call('project.info', {})) as ProjectInfo;
    await recents.add(info.path, info.name).catch((error) => console.error('Recent projects not saved:', error));
    events.emit('project', info);
    return info;
  }

  #knock(file: string, patienceMs: number): Promise<Membership | null> {
    const { startsQueued } = this.#options;
    return joinProject(file, { startsQueued, patienceMs, whenGone: () => this.#ownerGone(file) });
  }

  #ownerGone(file: string): void {
    if (this.#guest?.file !== file) return;
    this.#guest = null;
    this.#takingOver = this.#takeOver(file).finally(() => {
      this.#takingOver = null;
    });
  }

  /** Opens the project of an owner that went away, or joins the guest that was quicker. */
  async #takeOver(file: string): Promise<void> {
    const { events, jobs } = this.#options;
    const until = performance.now() + takeOverMs;
    for (;;) {
      try {
        await this.#own.handlers.project.open({ path: file });
        // This engine waited for the owner's jobs, so it goes on with those that are left, a command's engine too.
        jobs.startQueued();
        // Whoever waits for a job of the owner's hears here what became of it.
        for (const job of jobs.list()) events.emit('job', job);
        return;
      } catch (error) {
        const isLocked = lockedFile(error) === file;
        const membership = isLocked ? await this.#knock(file, 0).catch(() => null) : null;
        if (membership) {
          await this.#enter({ file, membership });
          for (const job of (await membership.client.call('jobs.list', {})) as readonly Job[]) events.emit('job', job);
          return;
        }
        if (!isLocked || performance.now() >= until) {
          events.emit('project', null);
          console.error(`${file} could not be opened after the engine that had it open went away:`, error);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async #close(): Promise<null> {
    await this.#takingOver;
    if (!this.#guest) return this.#own.handlers.project.close({});
    this.leave();
    this.#options.events.emit('project', null);
    return null;
  }
}

/** The project's file, by the name its lock has, where an error says that another engine has it open. */
function lockedFile(error: unknown): string | null {
  if (!(error instanceof AppError) || error.code !== 'already_open' || typeof error.details.file !== 'string')
    return null;
  try {
    return realpathSync(error.details.file);
  } catch {
    return null;
  }
}
