import { bleu, bleuStatistics } from '../../metrics/bleu.ts';
import type { Signal } from '../signal.ts';

/** BLEU-4 of the sentence, smoothed as the reference code is; the end token is a token on both sides. */
export const bleu4Signal: Signal = {
  id: 'bleu4',
  title: 'BLEU-4',
  description: 'Precision of word sequences up to four long.',
  unit: null,
  range: [0, 1],
  higherIsBetter: true,
  source: 'Papineni et al. 2002, sentence level',
  measure: ({ grams, references }) => bleu(bleuStatistics(grams(), references.grams))[3],
};
