/** The duration of one piece of work: by the clock, and of all this process's threads together (null: other processes did it). */
export interface Timing {
  readonly wallMs: number;
  readonly cpuMs: number | null;
}

/** Runs `work` once. CPU time is this process's alone, not that of processes it starts. */
export async function timed<T>(work: () => T | Promise<T>): Promise<Timing & { readonly result: T }> {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const result = await work();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000, result };
}

/** Runs `work` some times without looking, then `rounds` times measured: code and caches are warm by then. */
export async function repeated(
  work: () => unknown,
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
): Promise<readonly Timing[]> {
  for (let round = 0; round < warmUps; round++) await work();
  const timings: Timing[] = [];
  for (let round = 0; round < rounds; round++) {
    const { wallMs, cpuMs } = await timed(work);
    timings.push({ wallMs, cpuMs });
  }
  return timings;
}

/** The middle value, of an even number the mean of the two in the middle. Example: 3, 1, 10, 2 → 2.5. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('There is no median of nothing.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(ms < 10_000 ? 3 : 1);

/**
 * Prints the raw figures and their median. `items` (with its `noun`) gives a rate, `barMs` what the median must stay
 * below. A figure over its bar sets the exit code, so that a script can watch for it.
 */
export function report(
  name: string,
  timings: readonly Timing[],
  { items, noun, barMs }: { readonly items?: number; readonly noun?: string; readonly barMs?: number } = {},
): void {
  const wall = timings.map(({ wallMs }) => wallMs);
  const middle = median(wall);
  console.log(`${name}`);
  console.log(`  wall s   ${wall.map(seconds).join('  ')}`);
  const cpu = timings.flatMap(({ cpuMs }) => (cpuMs === null ? [] : [seconds(cpuMs)]));
  if (cpu.length > 0) console.log(`  CPU s    ${cpu.join('  ')}`);
  const rate = items ? `, ${((items / middle) * 1000).toFixed(items / middle > 0.1 ? 0 : 1)} ${noun}/s` : '';
  const bar = barMs === undefined ? '' : `, bar ${barMs / 1000} s: ${middle < barMs ? 'met' : 'MISSED'}`;
  console.log(`  median   ${seconds(middle)} s${rate}${bar}\n`);
  if (barMs !== undefined && middle >= barMs) process.exitCode = 1;
}

/** Most memory this process has had so far, in MB: the kernel's own high-water mark. */
export const peakMemoryMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
