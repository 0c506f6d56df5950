/** Work on the open project that waits between its steps: the project stays open until it has ended. */
export class HeldWork {
  readonly #running = new Set<Promise<unknown>>();

  run<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    const ended = running.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(ended);
    void ended.then(() => this.#running.delete(ended));
    return running;
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }
}
