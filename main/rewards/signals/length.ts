import type { Signal } from '../signal.ts';

/** Mean length of UCM and RSICD captions is about 11 words; beyond that longer is not better. */
const targetWords = 12;

export const lengthSignal: Signal = {
  id: 'length',
  title: 'Length',
  description: `Number of words, rising up to ${targetWords} and flat beyond.`,
  unit: 'words',
  range: [0, targetWords],
  higherIsBetter: true,
  source: 'Nadir',
  measure: ({ words }) => Math.min(words.length, targetWords),
};
