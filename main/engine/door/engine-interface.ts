import type { z } from 'zod';
import type {
  Events,
  giveUpImageInput,
  Handlers,
  imageFileInput,
  imageFileOutput,
} from '../../../preload/contract/table.ts';

/** What answers the contract, whoever calls it: the desktop app over a channel, the command line in its own process. */
export interface Engine {
  readonly handlers: Handlers;
  imageFile(input: z.output<typeof imageFileInput>): Promise<z.output<typeof imageFileOutput>>;
  /** The request with this ticket no longer wants its image: what was not begun for it is not made. */
  giveUpImage(input: z.output<typeof giveUpImageInput>): void;
  onEvent(listener: <K extends keyof Events>(event: K, payload: Events[K]) => void): () => void;
  /** Ends jobs, saving what they have, and closes the project. */
  close(): Promise<void>;
}
