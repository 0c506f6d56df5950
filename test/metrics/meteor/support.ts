import { MeteorLexicon } from '../../../main/metrics/meteor/lexicon.ts';
import { possibleMatches } from '../../../main/metrics/meteor/matches.ts';
import { meteor, meteorStatistics } from '../../../main/metrics/meteor/meteor.ts';
import type { ParaphraseTable } from '../../../main/metrics/meteor/paraphrase-table.ts';
import { words } from '../support.ts';

const plain = new MeteorLexicon();

/** One candidate against some references, with a lexicon that has the table if there is one. */
export function meteorOf(candidate: string, references: readonly string[], paraphrases: ParaphraseTable | null = null) {
  const lexicon = paraphrases ? new MeteorLexicon({ paraphrases }) : plain;
  const sentences = references.map((reference) => lexicon.sentence(words(reference)));
  const statistics = meteorStatistics(lexicon.sentence(words(candidate)), sentences, lexicon);
  return { statistics, score: meteor(statistics) };
}

/** All matches that two captions allow. */
export function matchesOf(candidate: string, reference: string, paraphrases: ParaphraseTable | null = null) {
  return possibleMatches(plain.sentence(words(candidate)), plain.sentence(words(reference)), paraphrases);
}
