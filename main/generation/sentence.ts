/**
 * Joins a caption's words for a person to read: a capital first, a full stop last, no space before a clitic.
 * ["there", "are", "two", "planes"] gives "There are two planes."
 */
export function sentence(words: readonly string[]): string {
  const text = words.join(' ').replace(/ (n't|'(?:s|re|ve|ll|d|m))\b/g, '$1');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
