import type { Job } from '../../preload/contract/jobs.ts';
import type { JobKind } from './job-kind.ts';

/** Ended jobs that do not stand in the project are remembered until Nadir ends, the newest of them. */
const kept = 50;

interface Ended {
  readonly job: Job;
  readonly scope: JobKind['scope'];
  readonly input: unknown;
}

/** Jobs that ended in this process and are not stored, newest first. */
export class EndedJobs {
  #jobs: readonly Ended[] = [];

  add(job: Job, scope: JobKind['scope'], input: unknown): void {
    this.#jobs = [{ job, scope, input }, ...this.#jobs].slice(0, kept);
  }

  all(): readonly Job[] {
    return this.#jobs.map(({ job }) => job);
  }

  find(id: string): Job | undefined {
    return this.#jobs.find(({ job }) => job.id === id)?.job;
  }

  input(id: string): unknown {
    return this.#jobs.find(({ job }) => job.id === id)?.input;
  }

  forget(id: string): void {
    this.#jobs = this.#jobs.filter(({ job }) => job.id !== id);
  }

  /** Forgets what belonged to the project that closes. */
  forgetProject(): void {
    this.#jobs = this.#jobs.filter(({ scope }) => scope !== 'project');
  }
}
