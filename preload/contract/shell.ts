import { z } from 'zod';
import { method } from './method.ts';

const chosen = z.string().nullable();

/** Answered by the window's process itself: dialogs and the desktop. Null means the person cancelled. */
export const shell = {
  chooseProject: method(z.object({}), chosen),
  chooseNewProject: method(z.object({}), chosen),
  chooseCaptionsFile: method(z.object({}), chosen),
  /** A file with one of these endings, without their dots. */
  chooseFile: method(
    z.object({
      title: z.string().max(200),
      extensions: z
        .array(z.string().regex(/^[a-z0-9]{1,12}$/))
        .min(1)
        .max(10),
    }),
    chosen,
  ),
  chooseDirectory: method(z.object({ title: z.string().max(200) }), chosen),
  chooseExportFile: method(z.object({ suggestedName: z.string().max(255) }), chosen),
  /** Opens the file manager with the file selected. Only files that Nadir wrote or opened. */
  reveal: method(z.object({ path: z.string() }), z.null()),
  /** The project file that Nadir was started with, as by a double click; it is being opened. */
  startFile: method(z.object({}), chosen),
  about: method(
    z.object({}),
    z.object({ version: z.string(), electron: z.string(), node: z.string(), chrome: z.string() }),
  ),
};
