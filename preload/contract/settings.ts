import { z } from 'zod';
import { method } from './method.ts';

export const themeSchema = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof themeSchema>;

export const settingsSchema = z
  .object({
    theme: themeSchema,
    /** Written beside every edit. */
    author: z.string(),
    gridSize: z.enum(['small', 'medium', 'large']),
    /** The parser of captions: "rules", the folder of a neural parser, or null for the one Nadir brings. */
    graphParser: z.string().min(1).nullable().default(null),
  })
  .readonly();
export type Settings = z.infer<typeof settingsSchema>;

export const settings = {
  get: method(z.object({}), settingsSchema),
  update: method(
    z.object({
      theme: themeSchema.optional(),
      author: z.string().trim().min(1).max(100).optional(),
      gridSize: z.enum(['small', 'medium', 'large']).optional(),
    }),
    settingsSchema,
  ),
  /** The device and library for tensors, and why. Starts a worker for a moment on first use. */
  device: method(
    z.object({}),
    z.object({ device: z.string(), library: z.string(), libraryVersion: z.string(), reason: z.string() }),
  ),
  /** Folders that hold caches, with their sizes. */
  storage: method(
    z.object({}),
    z.object({ project: z.string().nullable(), projectBytes: z.int(), cache: z.string(), cacheBytes: z.int() }),
  ),
  clearCache: method(z.object({}), z.object({ freedBytes: z.int() })),
};
