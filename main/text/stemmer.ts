import snowball from 'snowball-stemmers';

const english = snowball.newStemmer('english');

/**
 * The stem of a lower-case English word by Snowball's English stemmer (Porter2), in the form that METEOR 1.5 knew: later
 * revisions of the algorithm stem 165 of WordNet's and our datasets' 84,992 words otherwise ("evening", "geologist").
 *
 * @example stem('surrounded') // 'surround'
 */
export function stem(word: string): string {
  return english.stem(word);
}
