import type { z } from 'zod';
import { engineContract, giveUpImageInput, imageFileInput } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { inWords } from '../../errors/faults-in-words.ts';
import { toWireError } from '../../errors/wire-error.ts';
import { type EngineMessage, type EngineRequest, internalMethods } from './client/messages.ts';
import type { AnsweringEngine, Engine } from './engine-interface.ts';

type AnyHandler = (input: unknown) => unknown;
type AnyMethod = { readonly input: z.ZodType; readonly output: z.ZodType };

/**
 * Calls one method by its name: the input is checked by its schema before the handler sees it, and what the handler
 * returns is checked before it leaves. Throws AppError `unknown_id` for a method that is not in the contract.
 */
export async function callMethod(engine: AnsweringEngine, name: string, input: unknown): Promise<unknown> {
  if (name === internalMethods.imageFile) return engine.imageFile(imageFileInput.parse(input, inWords));
  if (name === internalMethods.giveUpImage) return engine.giveUpImage(giveUpImageInput.parse(input, inWords));
  const [namespace = '', method = ''] = name.split('.');
  const table = engineContract as unknown as Record<string, Record<string, AnyMethod>>;
  const entry =
    Object.hasOwn(table, namespace) && Object.hasOwn(table[namespace]!, method) ? table[namespace]![method] : undefined;
  if (!entry) {
    const known = Object.entries(table).flatMap(([key, methods]) => Object.keys(methods).map((m) => `${key}.${m}`));
    throw new AppError('unknown_id', `The engine has no method "${name}". Known: ${known.join(', ')}.`);
  }
  const handlers = engine.handlers as unknown as Record<string, Record<string, AnyHandler>>;
  return entry.output.parse(await handlers[namespace]![method]!(entry.input.parse(input, inWords)), inWords);
}

/** Answers requests and forwards events over `post` until the process ends. Returns the function to feed requests to. */
export function serveEngine(engine: Engine, post: (message: EngineMessage) => void): (request: EngineRequest) => void {
  engine.onEvent((name, payload) => post({ kind: 'event', name, payload }));
  post({ kind: 'ready' });
  const answer = async (method: string, input: unknown): Promise<unknown> => {
    if (method === internalMethods.hasJobs) return { active: engine.hasJobs() };
    if (method === internalMethods.close) return engine.close();
    return callMethod(engine, method, input);
  };
  return ({ id, method, input }) => {
    answer(method, input).then(
      (output) => post({ kind: 'result', id, output }),
      (error) => {
        const wire = toWireError(error);
        if (wire.code === 'internal') console.error(`${method} failed`, error);
        post({ kind: 'error', id, error: wire });
      },
    );
  };
}
