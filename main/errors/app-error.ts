/** Codes a caller may branch on; the message is for the person. */
export type AppErrorCode =
  | 'bad_input'
  | 'not_found'
  | 'unreadable_file'
  | 'malformed_file'
  | 'not_a_project'
  | 'no_project'
  | 'newer_version'
  | 'already_open'
  | 'conflict'
  | 'disk_full'
  | 'unknown_id'
  | 'unreachable'
  | 'cancelled'
  | 'internal';

/**
 * The one error type that crosses a boundary. `message` says what happened, to which file, and what to do;
 * `details` holds machine-readable facts such as the expected and the actual value.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: AppErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}
