import type { Signal } from '../signal.ts';

/**
 * Share of the caption's word pairs that repeat an earlier pair. Captions of fewer than two words have none.
 *
 * @example "a tree and a tree": pairs a tree, tree and, and a, a tree; one of four repeats, 0.25.
 */
export const repetitionSignal: Signal = {
  id: 'repetition',
  title: 'Repetition',
  description: 'Word pairs that were said before in the same caption.',
  unit: null,
  range: [0, 1],
  higherIsBetter: false,
  source: 'Nadir, after the seq-rep-2 of Welleck et al. 2020',
  measure: ({ words }) => {
    if (words.length < 2) return null;
    const pairs = words.slice(1).map((word, at) => `${words[at]} ${word}`);
    return 1 - new Set(pairs).size / pairs.length;
  },
};
