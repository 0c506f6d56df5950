/** @example countWords('many planes, parked') → 3 */
export function countWords(text: string): number {
  return text.trim() === '' ? 0 : text.trim().split(/\s+/u).length;
}

/** Counts code points, without surrounding white space. */
export function countCharacters(text: string): number {
  return [...text.trim()].length;
}

/** Returns the text as it is saved: trimmed, with each run of white space as one space. */
export function cleanCaption(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
