/** An error as the window shows it: a code for programs, a message for people. */
export interface ShownError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the value of a rejected promise. The bridge rejects with `{code, message, details}`, a bug in the window with
 * an `Error`. Anything else gets a general message, so that nothing fails silently.
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
  const shown = typeof error === 'string' && error !== '' ? error : 'An unknown error occurred.';
  return { code: 'internal', message: shown, details: {} };
}

/** Returns true for a cancelled call, which is not a failure. */
export function isCancelled(error: unknown): boolean {
  return readError(error).code === 'cancelled';
}
