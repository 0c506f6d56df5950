import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { Lemmatizer } from '../text/lemmatizer.ts';
import { resourcesDirectory } from '../text/resources.ts';
import { sharedWordNet } from '../text/wordnet.ts';
import type { GraphParser } from './parser.ts';
import { readItems } from './rules/items.ts';
import { loadLexicon } from './rules/lexicon.ts';
import { relate } from './rules/relations.ts';
import { Speller } from './rules/spelling.ts';
import { tagCaption } from './rules/tagging.ts';

/** A graph parser that also answers at once. */
export interface RuleParser extends GraphParser {
  parseSync(texts: readonly string[]): SceneGraph[];
}

/**
 * The parser of part-of-speech tags, WordNet and a remote-sensing lexicon: no model, no training, a few thousand captions a
 * second on one core. `resources` holds `lexicons/`; throws `AppError` naming the file when one is missing.
 *
 * Example: "Two white planes are parked near a terminal ." gives plane (count 2, white), terminal, and
 * plane – parked near – terminal.
 */
export function createRuleParser(resources: string = resourcesDirectory()): RuleParser {
  const wordNet = sharedWordNet();
  const lexicon = loadLexicon(resources);
  const lemmatizer = new Lemmatizer(wordNet, resources);
  const speller = new Speller(lexicon, lemmatizer, wordNet);
  const parseOne = (text: string): SceneGraph => {
    const tokens = tagCaption(text, { lexicon, lemmatizer, wordNet, speller });
    return relate(text, readItems(tokens, { text, lexicon, wordNet }));
  };
  const parseSync = (texts: readonly string[]): SceneGraph[] => texts.map(parseOne);
  return {
    id: 'rules',
    version: '4',
    title: 'Rules (part-of-speech tags, WordNet, remote-sensing lexicon)',
    parse: async (texts) => parseSync(texts),
    parseSync,
  };
}
