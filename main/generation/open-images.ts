/**
 * Of images that are written together, by their places, those to go on with. Writing on behind images that are done is
 * in vain, but leaving them out means to copy what the model remembers of the others: done for an eighth or more of them
 * at once. Of [done, open, open, open] it gives [1, 2, 3]; of nine with one done, all.
 */
export function stillWritten(done: readonly boolean[]): number[] {
  const all = [...done.keys()];
  const open = all.filter((place) => !done[place]);
  return done.length - open.length >= leastShare * done.length ? open : all;
}

const leastShare = 1 / 8;
