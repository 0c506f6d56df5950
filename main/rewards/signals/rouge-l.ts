import { rougeL } from '../../metrics/rouge-l.ts';
import type { Signal } from '../signal.ts';

export const rougeLSignal: Signal = {
  id: 'rouge_l',
  title: 'ROUGE-L',
  description: 'Longest common word sequence with a reference.',
  unit: null,
  range: [0, 1],
  higherIsBetter: true,
  source: 'Lin 2004, sentence level',
  measure: ({ words, references }) => rougeL(words, references.words),
};
