/**
 * Scores a command's title for a typed text; 0 means no match. Every typed word must begin a word of the title,
 * because a list that finds "boat" in "KeyBOArd shorTcuts" hides better matches. Titles that begin with the text come
 * first.
 *
 * @example commandMatch('Open project…', 'pro op') → 0.5; commandMatch('Open project…', 'open') → 1
 */
export function commandMatch(title: string, typed: string): number {
  const text = title.toLowerCase();
  const search = typed.trim().toLowerCase();
  if (text.startsWith(search)) return 1;
  const words = text.split(/[^\p{L}\p{N}]+/u);
  return search.split(/\s+/).every((part) => words.some((word) => word.startsWith(part))) ? 0.5 : 0;
}
