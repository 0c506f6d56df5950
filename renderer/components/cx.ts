/** Joins class names and leaves out absent ones: `cx('a', open && 'b')`. */
export function cx(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
