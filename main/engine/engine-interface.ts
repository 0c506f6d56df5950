import type { z } from 'zod';
import type { Events, Handlers, imageFileInput, imageFileOutput } from '../../preload/contract/table.ts';

/** What answers the contract, whoever calls it: the desktop app over a channel, the command line in its own process. */
export interface Engine {
  readonly handlers: Handlers;
  imageFile(input: z.output<typeof imageFileInput>): Promise<z.output<typeof imageFileOutput>>;
  onEvent(listener: <K extends keyof Events>(event: K, payload: Events[K]) => void): () => void;
  /** Ends jobs, saving what they have, and closes the project. */
  close(): Promise<void>;
}
