import { AppError } from '../errors/app-error.ts';

/** Work that waits or runs, for one or more requests. */
interface Piece {
  /** Settles when the work has ended, or when the piece was dropped. */
  readonly result: Promise<void>;
  begin(): void;
  drop(): void;
  /** Number of requests for it. */
  wanted: number;
}

/**
 * Work that takes processors, `limit` pieces at a time. What waits is begun newest first: in a grid that is scrolled,
 * the newest request is for what is in view, the oldest for what has long left it. Requests for the same piece share it.
 */
export class NewestFirst {
  readonly #limit: number;
  /** Waiting and running work, by key. */
  readonly #pieces = new Map<string, Piece>();
  /** Waiting work, oldest first. */
  readonly #waiting: Piece[] = [];

  /** Throws RangeError unless `limit` is at least 1. */
  constructor(limit: number) {
    if (!(limit >= 1)) throw new RangeError(`At least one piece of work must run at a time, not ${limit}.`);
    this.#limit = limit;
  }

  /**
   * Does `work`, the piece called `key`, when its turn comes; one that waits already becomes the newest. Throws what the
   * work throws, and `cancelled` when every request for it was aborted before it began.
   */
  async run(key: string, work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw cancelled();
    const known = this.#pieces.get(key);
    const piece = known ?? this.#piece(key, work);
    if (!known || this.#withdraw(piece)) this.#waiting.push(piece);
    piece.wanted += 1;
    const leave = () => {
      piece.wanted -= 1;
      if (piece.wanted === 0 && this.#withdraw(piece)) piece.drop();
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#beginNewest();
    try {
      await piece.result;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  #piece(key: string, work: () => Promise<void>): Piece {
    let begin = () => {};
    let drop = () => {};
    const result = new Promise<void>((resolve, reject) => {
      begin = () =>
        void work()
          .finally(() => this.#pieces.delete(key))
          .then(resolve, reject)
          .then(() => this.#beginNewest());
      drop = () => {
        this.#pieces.delete(key);
        reject(cancelled());
      };
    });
    const piece = { result, begin, drop, wanted: 0 };
    this.#pieces.set(key, piece);
    return piece;
  }

  #beginNewest(): void {
    const running = this.#pieces.size - this.#waiting.length;
    if (running < this.#limit) this.#waiting.pop()?.begin();
  }

  /** Takes the piece from what waits; false when it has begun. */
  #withdraw(piece: Piece): boolean {
    const place = this.#waiting.lastIndexOf(piece);
    if (place >= 0) this.#waiting.splice(place, 1);
    return place >= 0;
  }
}

const cancelled = () => new AppError('cancelled', 'Nobody waits for this image any more.');
