import type { DeviceFit } from '../../../preload/contract/models.ts';

export type FitOf = DeviceFit['captioning'];

/** Describes a model's fit with a word, not only a colour, and the memory figures behind it. */
export function fitWords(
  { fit, bytes }: FitOf,
  freeBytes: number,
): { word: string; tone: 'ok' | 'warn' | 'bad'; detail: string } {
  const needed = `needs about ${gigabytes(bytes)} of memory`;
  const free = gigabytes(freeBytes);
  switch (fit) {
    case 'fits':
      return { word: 'Fits', tone: 'ok', detail: `${needed}; ${free} free` };
    case 'tight':
      return { word: 'Tight', tone: 'warn', detail: `${needed}; ${free} free. Close other programs first` };
    case 'too-large':
      return { word: 'Too large', tone: 'bad', detail: `${needed}; only ${free} free` };
  }
}

/** Formats with one decimal because needed and free memory are often close. @example gigabytes(17.87e9) → "17.9 GB" */
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * @example parameterWords(223_971_644) → "224 million parameters"; parameterWords(4_022_969_088) → "4.02 billion
 * parameters"
 */
export function parameterWords(parameters: number): string {
  if (parameters >= 1e9) return `${(parameters / 1e9).toFixed(2)} billion parameters`;
  return `${(parameters / 1e6).toFixed(parameters >= 1e7 ? 0 : 1)} million parameters`;
}
