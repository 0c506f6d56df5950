/**
 * Formats an estimate of the time left, rounded to the minute; null when there is none.
 * Examples: 42 s gives "less than a minute left", 754 s "about 13 min left", 5,400 s "about 1 h 30 min left".
 */
export function timeLeft(seconds: number | null): string | null {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return null;
  if (seconds < 60) return 'less than a minute left';
  return `about ${duration(seconds)} left`;
}

/** Formats a duration to the minute, or to the second below a minute: "38 s", "13 min", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  const hours = `${(minutes - rest) / 60} h`;
  return rest === 0 ? hours : `${hours} ${rest} min`;
}

/** Formats the time from a run's creation to its end, or to `now`. */
export function elapsed(createdAt: string, finishedAt: string | null, now: number): string {
  const end = finishedAt === null ? now : Date.parse(finishedAt);
  return duration(Math.max(0, (end - Date.parse(createdAt)) / 1000));
}
