import { AppError } from '../errors/app-error.ts';

/** Names that may differ between a model and a checkpoint, each allowed on purpose. */
export interface NameExceptions {
  /** Parameters that a checkpoint need not have; they keep their values. */
  readonly missing?: readonly RegExp[];
  /** Tensors of a checkpoint that the model has no place for; they are not read. */
  readonly unexpected?: readonly RegExp[];
}
interface Shaped {
  readonly shape: readonly number[];
  /** Its name in the file, if that differs. */
  readonly writtenAs?: string;
}

const shownFaults = 5;

/**
 * Compares the parameters of a model with the tensors of a checkpoint, strictly both ways: throws `malformed_file` naming
 * `source` and the tensors that are missing, not expected, or of another shape (with both), unless `exceptions` name them.
 */
export function refuseMisfits(
  parameters: ReadonlyMap<string, Shaped>,
  found: ReadonlyMap<string, Shaped>,
  source: string,
  exceptions: NameExceptions = {},
): void {
  const isNamed = (name: string, patterns: readonly RegExp[] | undefined): boolean =>
    patterns?.some((pattern) => pattern.test(name)) ?? false;
  const missing = [...parameters.keys()].filter((name) => !found.has(name) && !isNamed(name, exceptions.missing));
  const shown = (name: string): string => found.get(name)?.writtenAs ?? name;
  const unexpected = [...found.keys()]
    .filter((name) => !parameters.has(name) && !isNamed(name, exceptions.unexpected))
    .map(shown);
  const misshapen = [...parameters].flatMap(([name, { shape }]) => {
    const actual = found.get(name)?.shape;
    return actual && actual.join() !== shape.join()
      ? [`${shown(name)} is [${actual.join(', ')}], expected [${shape.join(', ')}]`]
      : [];
  });
  const listed = (names: readonly string[]): string =>
    names.slice(0, shownFaults).join('; ') +
    (names.length > shownFaults ? `; and ${names.length - shownFaults} more` : '');
  const faults = [
    ...(missing.length ? [`missing: ${listed(missing)}`] : []),
    ...(unexpected.length ? [`not expected: ${listed(unexpected)}`] : []),
    ...(misshapen.length ? [`of another shape: ${listed(misshapen)}`] : []),
  ];
  if (faults.length === 0) return;
  throw new AppError('malformed_file', `The weights in ${source} do not fit the model. Tensors ${faults.join('. ')}.`, {
    details: { missing, unexpected, misshapen },
  });
}
