import { randomBytes } from 'node:crypto';
import { endedStates, type Job, type JobKindId, type JobState } from '../../preload/contract/jobs.ts';
import { AppError } from '../errors/app-error.ts';
import { toWireError } from '../errors/wire-error.ts';
import type { JobChange, JobRow } from '../store/job-repository.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { EndedJobs } from './ended-jobs.ts';
import { changeOf, closingReason, errorOf, interruption } from './job-end.ts';
import type { JobEnd, JobKind, JobOrder } from './job-kind.ts';
import { resourceCapacity } from './job-kind.ts';
import { JobProcess } from './job-process.ts';
import { actionsOf, type ShownRow, viewOf } from './job-view.ts';

export interface JobQueueOptions {
  /** Told of every job that was queued, moved on, changed its state or ended. */
  readonly tell: (job: Job) => void;
  /** Time that a job has to save when its project closes, before it is ended. */
  readonly saveMs?: number;
  /** A second request to stop after this time ends a job that did not react to the first. */
  readonly insistMs?: number;
  /** Time that such a job then has to end before it is given up: nothing it does from then on is heard. */
  readonly giveUpMs?: number;
}

/** A queued job, and the answer that whoever queued it may wait for. */
export interface Queued<Result> {
  readonly job: Job;
  /** Rejects with `cancelled` for a job that was stopped, else with what made it fail. */
  readonly ended: Promise<Result>;
}

/** A job that has not ended. */
interface ActiveJob {
  readonly kind: JobKind;
  row: ShownRow;
  process: JobProcess | null;
  readonly answer: PromiseWithResolvers<unknown>;
}

const unreadableReason = 'This version of Nadir cannot carry it out.';
const unqueuedReason = 'It was taken out of the queue before it started.';

/**
 * All long work of an engine: one queue, in the order of queueing, that starts what its resources bear. Jobs of kinds that
 * survive stand in the project before they start, so that whatever ends Nadir leaves them queued or tells what became of them;
 * nothing runs twice.
 */
export class JobQueue {
  readonly #options: JobQueueOptions;
  readonly #kinds = new Map<JobKindId, JobKind>();
  /** In the order of queueing. */
  readonly #active = new Map<string, ActiveJob>();
  readonly #ended = new EndedJobs();
  /** Kinds whose queued jobs of an earlier time wait until somebody queues another. */
  readonly #held = new Set<JobKindId>();
  /** Jobs that are just being retried, and the kinds that they are of. */
  readonly #retrying = new Map<string, JobKindId>();
  #store: ProjectStore | null = null;
  #detaching = false;
  #draining = false;

  constructor(options: JobQueueOptions) {
    this.#options = options;
  }

  /** Takes the catalogue of kinds. Throws for an id that stands twice in it. */
  use(kinds: readonly JobKind[]): void {
    for (const kind of kinds) {
      if (this.#kinds.has(kind.id)) throw new Error(`The kind of job "${kind.id}" stands twice in the catalogue.`);
      this.#kinds.set(kind.id, kind);
    }
  }

  /**
   * Takes over the jobs of a project that was opened: queued ones are queued again, running ones were cut short and have failed.
   * With `startQueued` false, what an earlier engine queued waits until a job of its kind is added.
   */
  attach(store: ProjectStore, { startQueued }: { readonly startQueued: boolean }): void {
    this.#store = store;
    this.#detaching = false;
    this.#draining = false;
    this.#held.clear();
    for (const row of store.jobs.active()) this.#takeOver(store, row);
    if (!startQueued) for (const { id, survives } of this.#kinds.values()) if (survives) this.#held.add(id);
    this.#startNext();
  }

  /** Starts what waits from an earlier time: somebody watches now. */
  startQueued(): void {
    this.#held.clear();
    this.#startNext();
  }

  /** Starts what waits of this job's kind: somebody waits for it. */
  release(id: string): void {
    const kind = this.#active.get(id)?.kind;
    if (kind && this.#held.delete(kind.id)) this.#startNext();
  }

  /** Starts no further job, and resolves when the project's running ones have ended. What is queued is the next engine's. */
  async drain(): Promise<void> {
    this.#draining = true;
    for (;;) {
      const running = [...this.#active.values()].filter(({ kind, process }) => process && kind.scope === 'project');
      if (running.length === 0) return;
      await Promise.race(running.map(({ answer }) => answer.promise.catch(() => undefined)));
    }
  }

  /** Ends the project's jobs, saving what they have; queued ones of kinds that survive stay queued in the project. */
  async detach(): Promise<void> {
    this.#detaching = true;
    const mine = [...this.#active.values()].filter(({ kind }) => kind.scope === 'project');
    for (const active of mine) if (active.process === null) this.#leaveQueued(active);
    await Promise.all(mine.flatMap(({ process }) => process?.close(this.#options.saveMs ?? 30_000) ?? []));
    this.#ended.forgetProject();
    this.#store = null;
  }

  /** Ends the jobs of the library too. */
  async close(): Promise<void> {
    await this.detach();
    const rest = [...this.#active.values()];
    for (const active of rest)
      if (active.process === null) this.#end(active, { state: 'stopped', reason: closingReason });
    await Promise.all(rest.flatMap(({ process }) => process?.close(this.#options.saveMs ?? 30_000) ?? []));
  }

  /** Whether anything runs or waits. Held jobs do not count: nothing is about to happen to them. */
  get isBusy(): boolean {
    return [...this.#active.values()].some(({ kind, process }) => process !== null || !this.#held.has(kind.id));
  }

  /**
   * Queues a job and starts it when its turn has come. `record` writes what belongs to the job within the transaction that
   * stores it. Throws `no_project`, `conflict` for an id that is in use, and what `record` throws.
   */
  add<Input, Result>(
    kind: JobKind<Input, Result>,
    { id = jobId(new Date()), title, subject, input }: JobOrder<Input>,
    record: (jobId: string) => void = () => undefined,
  ): Queued<Result> {
    const store = this.#storeFor(kind);
    if (this.#active.has(id) || store?.jobs.get(id)) throw new AppError('conflict', `There is already a job "${id}".`);
    const fresh = {
      id,
      kind: kind.id,
      title,
      subject: { run: null, model: null, split: null, ...subject },
      input,
      createdAt: new Date().toISOString(),
    };
    const keep = (): ShownRow => {
      if (!kind.survives || !store) {
        record(id);
        return { ...fresh, state: 'queued', reason: null, output: null, startedAt: null, endedAt: null };
      }
      return store.transaction(() => {
        const row = store.jobs.insert(fresh);
        record(id);
        return row;
      });
    };
    this.#ended.forget(id);
    const active = this.#activate(kind, keep());
    // Nobody waits for a job that is retried: where what is queued is held, it is held too.
    if (![...this.#retrying.values()].includes(kind.id)) this.#held.delete(kind.id);
    this.#tellChange(active.kind, this.#view(active));
    this.#startNext();
    return { job: this.get(id), ended: active.answer.promise as Promise<Result> };
  }

  /** Newest first. */
  list(): readonly Job[] {
    const active = [...this.#active.values()].map((each) => this.#view(each));
    const stored = (this.#store?.jobs.recent(recentLimit) ?? []).map((row) => this.#endedView(row));
    // A kind that this version does not know cannot be shown.
    const ended = [...this.#ended.all(), ...stored].filter(({ kind }) => this.#kinds.has(kind));
    const known = new Set(active.map(({ id }) => id));
    const distinct = ended.filter(({ id }) => !known.has(id) && known.add(id));
    return [...active.reverse(), ...distinct.sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? ''))];
  }

  /** Throws `unknown_id`. */
  get(id: string): Job {
    const job = this.find(id);
    if (job) return job;
    throw new AppError('unknown_id', `There is no job "${id}".`);
  }

  find(id: string): Job | undefined {
    const active = this.#active.get(id);
    if (active) return this.#view(active);
    const row = this.#store?.jobs.get(id);
    const ended = this.#ended.find(id) ?? (row && this.#endedView(row));
    return ended && this.#kinds.has(ended.kind) ? ended : undefined;
  }

  /** Throws `conflict` when it is not running, or is of a kind that cannot be paused. */
  pause(id: string): void {
    this.#processIn(id, ['running'], 'paused').pause();
  }

  resume(id: string): void {
    this.#processIn(id, ['running', 'paused'], 'resumed').resume();
  }

  /** Takes a waiting job out of the queue, lets a running one end. One that has ended stays; unknown ids are ignored. */
  stop(id: string): void {
    const active = this.#active.get(id);
    if (!active) return;
    if (active.process === null) {
      this.#end(active, { state: 'stopped', reason: unqueuedReason });
      return;
    }
    if (active.row.state !== 'stopping') this.#change(active, 'stopping');
    active.process.stop(this.#options.insistMs ?? 10_000);
  }

  /** Throws `conflict` for a job that has not ended or whose kind cannot be retried. */
  async retry(id: string): Promise<Job> {
    const job = this.get(id);
    const kind = this.#kinds.get(job.kind);
    if (!job.actions.includes('retry') || !kind?.retry) {
      const hasFailed = job.state === 'failed' || job.state === 'stopped';
      const why = hasFailed ? '. Start it anew' : `: it is ${job.state}`;
      throw new AppError('conflict', `"${job.title}" cannot be retried${why}.`);
    }
    if (this.#retrying.has(id)) throw new AppError('conflict', `"${job.title}" is being queued again already.`);
    const input = kind.input.safeParse(this.#ended.input(id) ?? this.#store?.jobs.get(id)?.input);
    if (!input.success) throw new AppError('conflict', `"${job.title}" cannot be retried. ${unreadableReason}`);
    this.#retrying.set(id, kind.id);
    try {
      const again = await kind.retry(input.data);
      this.dismiss(id);
      return again;
    } finally {
      this.#retrying.delete(id);
    }
  }

  /** Throws `disk_full` for an end that still cannot be stored: forgotten now, the job would seem to go on. */
  dismiss(id: string): void {
    const row = this.#store?.jobs.get(id);
    const ended = this.#ended.find(id);
    if (row && ended && !endedStates.includes(row.state)) {
      const { state, reason, output, endedAt } = ended;
      this.#store?.jobs.update(id, { state, reason, output, endedAt });
    }
    this.#ended.forget(id);
    this.#store?.jobs.dismiss(id);
  }

  #storeFor({ scope }: JobKind): ProjectStore | null {
    if (scope === 'library') return null;
    if (this.#store !== null && !this.#detaching) return this.#store;
    throw new AppError('no_project', 'The project is being opened or closed. Try again in a moment.');
  }

  #activate(kind: JobKind, row: ShownRow): ActiveJob {
    const answer = Promise.withResolvers<unknown>();
    // Nobody need be waiting for the answer.
    answer.promise.catch(() => undefined);
    const active: ActiveJob = { kind, row, process: null, answer };
    this.#active.set(row.id, active);
    return active;
  }

  #takeOver(store: ProjectStore, row: JobRow): void {
    const kind = this.#kinds.get(row.kind);
    const input = kind?.input.safeParse(row.input);
    const fail = (reason: string) => this.#keepEnd(row, changeOf({ state: 'failed', reason }), 'project', true);
    if (!kind?.survives || !input?.success) fail(unreadableReason);
    else if (row.state !== 'queued') fail(interruption(kind, input.data, store));
    else this.#activate(kind, { ...row, input: input.data });
  }

  /** A queued job of a project that closes: one that survives is found again, the call that waits for it is answered. */
  #leaveQueued(active: ActiveJob): void {
    if (!active.kind.survives) {
      this.#end(active, { state: 'stopped', reason: closingReason });
      return;
    }
    this.#active.delete(active.row.id);
    active.answer.reject(errorOf({ state: 'queued' }));
  }

  #startNext(): void {
    if (this.#draining) return;
    for (const active of [...this.#active.values()]) {
      const { kind, row } = active;
      if (this.#active.get(row.id) !== active || active.process !== null) continue;
      if (this.#held.has(kind.id) || (this.#detaching && kind.scope === 'project')) continue;
      const running = [...this.#active.values()].filter(({ process }) => process !== null);
      const ofKind = running.filter((each) => each.kind === kind).length;
      const ofResource = running.filter((each) => each.kind.resource === kind.resource).length;
      if (ofKind < kind.concurrency && ofResource < resourceCapacity[kind.resource]) this.#start(active);
    }
  }

  #start(active: ActiveJob): void {
    const { kind, row } = active;
    const change = { state: 'running', startedAt: new Date().toISOString() } as const;
    try {
      // Before it starts, or it might run a second time.
      if (kind.survives) this.#store?.jobs.update(row.id, change);
    } catch (error) {
      this.#end(active, { state: 'failed', reason: toWireError(error).message }, error);
      return;
    }
    const process = new JobProcess(kind, {
      row,
      store: kind.scope === 'project' ? this.#store : null,
      giveUpMs: this.#options.giveUpMs ?? 10_000,
      changed: (state) => this.#change(active, state),
      moved: () => this.#options.tell(this.#view(active)),
    });
    active.process = process;
    active.row = { ...row, ...change };
    this.#tellChange(kind, this.#view(active));
    process.run().then(({ end, error }) => this.#end(active, end, error));
  }

  /** Stores and tells the state of a running job. */
  #change(active: ActiveJob, state: JobState): void {
    active.row = { ...active.row, state };
    try {
      if (active.kind.survives) this.#store?.jobs.update(active.row.id, { state });
    } catch {
      // A full disk keeps nobody from pausing or stopping: the next opening takes all these states as interrupted.
    }
    this.#tellChange(active.kind, this.#view(active));
  }

  #end(active: ActiveJob, end: JobEnd, error?: unknown): void {
    const { kind, row, answer } = active;
    this.#active.delete(row.id);
    active.process = null;
    this.#tellChange(kind, this.#keepEnd(row, changeOf(end), kind.scope, kind.survives));
    if (end.state === 'finished' || (end.state === 'stopped' && end.result !== undefined)) answer.resolve(end.result);
    else answer.reject(error ?? errorOf(end));
    this.#startNext();
  }

  /** Stores how a job ended, and returns it so. */
  #keepEnd(row: ShownRow, change: JobChange, scope: JobKind['scope'], isStored: boolean): Job {
    const ended = this.#endedView({ ...row, ...change });
    try {
      if (isStored) this.#store?.jobs.update(row.id, change);
      else this.#ended.add(ended, scope, row.input);
    } catch {
      // A full disk: the end is shown until the project closes, and found as interrupted when it is next opened.
      this.#ended.add(ended, scope, row.input);
    }
    return ended;
  }

  /** Whoever listens cannot keep a job from ending nor the next from starting. */
  #tellChange(kind: JobKind, job: Job): void {
    try {
      this.#options.tell(job);
      kind.changed?.(job);
    } catch (error) {
      console.error(`Telling that "${job.title}" is ${job.state} failed`, error);
    }
  }

  #processIn(id: string, states: readonly JobState[], how: string): JobProcess {
    const active = this.#active.get(id);
    if (active?.process && active.kind.canPause && states.includes(active.row.state)) return active.process;
    const job = this.get(id);
    throw new AppError('conflict', `"${job.title}" cannot be ${how}: it is ${job.state}.`);
  }

  #view({ row, process, kind }: ActiveJob): Job {
    return viewOf(row, process?.progress ?? null, actionsOf(kind, row.state));
  }

  #endedView(row: ShownRow): Job {
    return viewOf(row, null, actionsOf(this.#kinds.get(row.kind), row.state));
  }
}

/** Ended jobs shown at once. */
const recentLimit = 50;

/** Sorts by time and is short enough to type. Example: "job-20260301-1432-9f3c21". */
function jobId(at: Date): string {
  const digits = at.toISOString().replaceAll(/\D/g, '');
  return `job-${digits.slice(0, 8)}-${digits.slice(8, 12)}-${randomBytes(3).toString('hex')}`;
}
