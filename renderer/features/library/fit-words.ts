import type { DeviceFit } from '../../../preload/contract/models.ts';

export type FitOf = DeviceFit['captioning'];

/** A word, never a colour alone, and the figures it stands on. */
export function fitWords(
  { fit, bytes }: FitOf,
  freeBytes: number,
): { word: string; tone: 'ok' | 'warn' | 'bad'; detail: string } {
  const figures = `needs about ${gigabytes(bytes)} of the ${gigabytes(freeBytes)} that are free`;
  switch (fit) {
    case 'fits':
      return { word: 'fits', tone: 'ok', detail: figures };
    case 'tight':
      return { word: 'tight', tone: 'warn', detail: `${figures}: close other programs first` };
    case 'too-large':
      return { word: 'too large', tone: 'bad', detail: figures };
  }
}

/** One digit after the point: what is needed and what is free are often close. @example gigabytes(17.87e9) → "17.9 GB" */
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Numbers of a model as people call them. @example millions(223_971_644) → "224 M"; millions(4_022_969_088) → "4.02 G" */
export function millions(numbers: number): string {
  if (numbers >= 1e9) return `${(numbers / 1e9).toFixed(2)} G`;
  return `${(numbers / 1e6).toFixed(numbers >= 1e7 ? 0 : 1)} M`;
}
