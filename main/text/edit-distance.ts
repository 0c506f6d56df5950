/**
 * Whether `a` becomes `b` by at most one inserted, dropped, replaced or swapped-with-its-neighbour letter.
 * Example: "parrallel" and "parallel": true.
 */
export function withinOneEdit(a: string, b: string): boolean {
  if (a.length > b.length) return withinOneEdit(b, a);
  if (b.length - a.length > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (i === a.length) return true;
  if (a.length < b.length) return a.slice(i) === b.slice(i + 1);
  if (a.slice(i + 1) === b.slice(i + 1)) return true;
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}

/** The same with two edits, for long words: tries every first edit that the first difference allows. */
export function withinTwoEdits(a: string, b: string): boolean {
  if (a.length > b.length) return withinTwoEdits(b, a);
  if (b.length - a.length > 2) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [rest, other] = [a.slice(i), b.slice(i)];
  if (rest === other || withinOneEdit(rest, other)) return true;
  const swapped = rest[0] === other[1] && rest[1] === other[0];
  return (
    withinOneEdit(rest.slice(1), other) ||
    withinOneEdit(rest, other.slice(1)) ||
    withinOneEdit(rest.slice(1), other.slice(1)) ||
    (swapped && withinOneEdit(rest.slice(2), other.slice(2)))
  );
}

/** Shorter words have too many neighbours that are words too. */
const shortestForOne = 5;
const shortestForTwo = 9;
/** Longer texts cannot be misspellings of a word. */
const longest = 60;

/** Whether one may be a misspelling of the other, by letters alone: one edit from 5 letters on, two from 9. */
export function isMisspelt(a: string, b: string): boolean {
  const least = Math.min(a.length, b.length);
  if (least < shortestForOne || Math.max(a.length, b.length) > longest) return false;
  return least >= shortestForTwo ? withinTwoEdits(a, b) : withinOneEdit(a, b);
}
