/** An error as the window shows it: a code to branch on, a sentence to read. */
export interface ShownError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads whatever a rejected promise carries. The bridge rejects with `{code, message, details}`; a bug in the window
 * itself rejects with an `Error`. Anything else still gets a sentence, so nothing fails silently.
 */
export function readError(error: unknown): ShownError {
  if (isRecord(error) || error instanceof Error) {
    const { code, message, details } = error as { code?: unknown; message?: unknown; details?: unknown };
    if (typeof message === 'string' && message !== '') {
      return {
        code: typeof code === 'string' ? code : 'internal',
        message,
        details: isRecord(details) ? details : {},
      };
    }
  }
  const shown = typeof error === 'string' && error !== '' ? error : 'Something went wrong, and no cause was given.';
  return { code: 'internal', message: shown, details: {} };
}

/** A call that the person stopped is an answer, not a failure. */
export function isCancelled(error: unknown): boolean {
  return readError(error).code === 'cancelled';
}
