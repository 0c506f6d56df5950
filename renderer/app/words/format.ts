const whole = new Intl.NumberFormat('en-US');

/** @example count(1890) → "1,890" */
export function count(value: number): string {
  return whole.format(value);
}

/** @example counted(1, 'image') → "1 image"; counted(1890, 'image') → "1,890 images" */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${whole.format(value)} ${value === 1 ? noun : plural}`;
}

/** Replaces the hyphen of a number with a true minus sign. @example trueMinus('-0.082') → "−0.082" */
export function trueMinus(text: string): string {
  return text.replace('-', '−');
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Formats an ISO 8601 time in the reader's locale and time zone. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : moment.format(date);
}

/**
 * Says how long ago a time was, in the largest unit that fits.
 *
 * @example ago('2026-01-01T10:00:00Z', new Date('2026-01-01T12:30:00Z')) → "2 hours ago"
 */
export function ago(iso: string, now: Date = new Date()): string {
  const seconds = (now.getTime() - new Date(iso).getTime()) / 1000;
  if (Number.isNaN(seconds)) return iso;
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const units = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of units) {
    if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit);
  }
  return 'just now';
}

/** Formats bytes in powers of 1,000, as file managers do: "0 B", "812 kB", "1.4 MB", "23 GB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
