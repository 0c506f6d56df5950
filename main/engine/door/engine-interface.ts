import type { z } from 'zod';
import type {
  Events,
  giveUpImageInput,
  Handlers,
  imageFileInput,
  imageFileOutput,
} from '../../../preload/contract/table.ts';

/** Answers the contract and the image protocol. */
export interface AnsweringEngine {
  readonly handlers: Handlers;
  imageFile(input: z.output<typeof imageFileInput>): Promise<z.output<typeof imageFileOutput>>;
  /** The request with this ticket no longer wants its image: what was not begun for it is not made. */
  giveUpImage(input: z.output<typeof giveUpImageInput>): void;
}

/** An engine, whoever calls it: the desktop app over a channel, the command line in its own process, a guest over a socket. */
export interface Engine extends AnsweringEngine {
  /** Whether jobs of this engine run or are about to; those of an engine that has the project open do not count. */
  hasJobs(): boolean;
  /** Other Nadir processes that use the project through this engine. */
  guests(): number;
  /** Starts no further job; resolves when those that run have ended, so that guests lose nothing when it closes. */
  handOver(): Promise<void>;
  onEvent(listener: <K extends keyof Events>(event: K, payload: Events[K]) => void): () => void;
  /** Ends jobs, saving what they have, and closes the project. */
  close(): Promise<void>;
}
