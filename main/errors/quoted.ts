const longest = 120;

/** A name out of a file as a message shows it: in quotes, without control characters, never longer than a line. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > longest ? `${name.slice(0, longest)}…` : name);
