import { z } from 'zod';
import { Lemmatizer } from '../../text/lemmatizer.ts';
import { readJsonResource, resourcesDirectory } from '../../text/resources.ts';
import { sharedWordNet, type WordNet } from '../../text/wordnet.ts';

/** English as the parser knows it apart from its training. */
export interface Dictionary {
  readonly wordNet: WordNet;
  readonly lemmatizer: Lemmatizer;
  /** Misspellings of aerial captions and what was meant, one word each. */
  readonly misspellings: ReadonlyMap<string, string>;
}

const misspellingsSchema = z.object({ misspellings: z.record(z.string(), z.string()) });

/** `resources` holds lexicons/. Throws `unreadable_file` or `malformed_file` naming the file. */
export function openDictionary(resources: string = resourcesDirectory()): Dictionary {
  const wordNet = sharedWordNet();
  const { misspellings } = readJsonResource(resources, 'lexicons/remote-sensing.json', (value) =>
    misspellingsSchema.parse(value),
  );
  return {
    wordNet,
    lemmatizer: new Lemmatizer(wordNet, resources),
    misspellings: new Map(Object.entries(misspellings).filter(([, meant]) => !meant.includes(' '))),
  };
}

/** Whether `word` or its base form is English: a known word is never taken for a misspelling. */
export function dictionaryKnows({ wordNet, lemmatizer }: Dictionary, word: string): boolean {
  return (
    wordNet.knows(word) || wordNet.has(lemmatizer.noun(word), 'noun') || wordNet.has(lemmatizer.verb(word), 'verb')
  );
}
