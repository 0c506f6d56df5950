/** @example countWords('many planes, parked') → 3 */
export function countWords(text: string): number {
  return text.trim() === '' ? 0 : text.trim().split(/\s+/u).length;
}

/** Characters as a person counts them: code points, without the white space around. */
export function countCharacters(text: string): number {
  return [...text.trim()].length;
}

/** What would be saved: surrounding white space gone, line breaks and runs of blanks one blank. */
export function cleanCaption(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
