import { cider, ciderVector } from '../../metrics/cider.ts';
import type { Signal } from '../signal.ts';

/** CIDEr-D against all references of the image; the end token is a token on both sides. */
export const ciderSignal: Signal = {
  id: 'cider',
  title: 'CIDEr',
  description: 'Agreement with the references in telling word sequences.',
  unit: null,
  range: [0, 10],
  higherIsBetter: true,
  source: 'Vedantam et al. 2015 (CIDEr-D); Rennie et al. 2017 for its use as reward',
  measure: ({ grams, references, corpus }) => cider(ciderVector(grams(), corpus.frequencies), references.vectors),
};
