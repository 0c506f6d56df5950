/** A function that calls `work` at once, then at most once in `everyMs`: the last call is never lost. */
export interface Throttled {
  call(): void;
  /** Does now what waits. */
  flush(): void;
}

export function throttled(everyMs: number, work: () => void): Throttled {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const fire = () => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    work();
  };
  return {
    call() {
      if (timer !== undefined) return;
      const wait = last + everyMs - performance.now();
      if (wait <= 0) fire();
      else timer = setTimeout(fire, wait);
    },
    flush() {
      if (timer !== undefined) fire();
    },
  };
}
