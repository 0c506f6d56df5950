import { type GoldCaption, goldFacts } from '../../metrics/factual/gold-file.ts';
import type { CaptionLabels } from '../../models/graph-parser/labels.ts';
import { wordsOf } from '../../models/graph-parser/tokens.ts';
import type { WordKnowledge } from './align.ts';
import { alignFacts, encodeFacts, type LabelIndex, labelIndex } from './encode.ts';
import { knowledgeWith, type LearnedCaption, type LearnedLabels } from './learn-labels.ts';

/** A sentence to learn from: its words without the virtual one, and what the network should say of it. */
export interface Example {
  readonly words: readonly string[];
  readonly labels: CaptionLabels;
}

/** Captions as words and facts; marks that end sentences are left out, as they are when captions are read. */
export function learnedCaptions(gold: readonly GoldCaption[], correct: (word: string) => string): LearnedCaption[] {
  return gold.map(({ caption, graph }) => ({
    words: wordsOf(caption)
      .filter(({ text }) => !/^[.!?;]$/.test(text))
      .map(({ text }) => correct(text)),
    facts: goldFacts(graph),
  }));
}

/**
 * Examples of captions whose every fact can be tied to their words: a fact that cannot would be taught as absent. `kept`
 * tells how many that are.
 */
export function encodeCaptions(
  captions: readonly LearnedCaption[],
  learned: LearnedLabels,
  know: Omit<WordKnowledge, 'replaces'>,
): Example[] {
  const full = knowledgeWith(know, learned.wordsFor);
  const index = labelIndex(learned.labels);
  return captions.flatMap((caption) => encodeCaption(caption, learned, full, index) ?? []);
}

function encodeCaption(
  { words, facts }: LearnedCaption,
  { virtual }: LearnedLabels,
  know: WordKnowledge,
  index: LabelIndex,
): Example | null {
  const { aligned, lost } = alignFacts(facts, words, know, virtual);
  if (lost > 0 || aligned.length === 0) return null;
  const encoded = encodeFacts(aligned, words, know, index);
  return encoded.lost > 0 ? null : { words, labels: encoded.labels };
}
