import { MeteorLexicon, type MeteorSentence } from '../../metrics/meteor/lexicon.ts';
import { meteor, meteorStatistics } from '../../metrics/meteor/meteor.ts';
import type { RewardReferences } from '../corpus.ts';
import type { Signal } from '../signal.ts';

/** Made when first used: it reads WordNet's index. */
let lexicon: MeteorLexicon | undefined;
const prepared = new WeakMap<RewardReferences, readonly MeteorSentence[]>();

/** METEOR of the sentence against the reference it is closest to, without paraphrases and without the end token. */
export const meteorSignal: Signal = {
  id: 'meteor',
  title: 'METEOR (exact, stem, synonym)',
  description: 'Matched words, their forms and synonyms, and how few pieces they lie in.',
  unit: null,
  range: [0, 1],
  higherIsBetter: true,
  source: 'Denkowski & Lavie 2014, METEOR 1.5 without its paraphrase table, sentence level',
  measure: ({ words, references }) => {
    lexicon ??= new MeteorLexicon();
    let sentences = prepared.get(references);
    if (!sentences) {
      sentences = references.words.map((tokens) => lexicon!.sentence(tokens));
      prepared.set(references, sentences);
    }
    return meteor(meteorStatistics(lexicon.sentence(words), sentences, lexicon));
  },
};
