import type { DeviceFit } from '../../../preload/contract/models.ts';
import type { Tone } from '../../components/badge.tsx';
import { formatBytes } from '../settings/format-bytes.ts';

export type FitOf = DeviceFit['captioning'];

/** A word, never a colour alone, and the figures it stands on. */
export function fitWords({ fit, bytes }: FitOf, freeBytes: number): { word: string; tone: Tone; detail: string } {
  const figures = `needs about ${formatBytes(bytes)}, ${formatBytes(freeBytes)} free`;
  switch (fit) {
    case 'fits':
      return { word: 'fits', tone: 'ok', detail: figures };
    case 'tight':
      return { word: 'tight', tone: 'warn', detail: `${figures}: close other programs first` };
    case 'too-large':
      return { word: 'too large', tone: 'bad', detail: figures };
  }
}

/** Numbers of a model as people call them. @example millions(223_971_644) → "224 M"; millions(4_022_969_088) → "4.02 G" */
export function millions(numbers: number): string {
  if (numbers >= 1e9) return `${(numbers / 1e9).toFixed(2)} G`;
  return `${(numbers / 1e6).toFixed(numbers >= 1e7 ? 0 : 1)} M`;
}
