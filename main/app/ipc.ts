import { ipcMain, nativeTheme } from 'electron';
import type { z } from 'zod';
import { settingsSchema } from '../../preload/contract/settings.ts';
import { contract, type WireError } from '../../preload/contract/table.ts';
import { AppError } from '../errors/app-error.ts';
import { inWords } from '../errors/faults-in-words.ts';
import { toWireError } from '../errors/wire-error.ts';
import { isTrustedSender } from './security.ts';

export type CallResult =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: WireError };

type AnyMethod = { readonly input: z.ZodType; readonly output: z.ZodType };
type AnyHandlers = Readonly<Record<string, (input: never) => unknown>>;

/**
 * Answers the window's calls: the sender is checked, the name must be in the contract and the input must fit its
 * schema; the shell's methods are answered here, all others by the engine.
 */
export function answerCalls(
  callEngine: (method: string, input: unknown) => Promise<unknown>,
  shell: AnyHandlers,
): void {
  ipcMain.handle(
    'nadir:call',
    async (event, namespace: unknown, method: unknown, input: unknown): Promise<CallResult> => {
      try {
        if (!isTrustedSender(event.senderFrame)) throw new AppError('bad_input', 'The call came from an unknown page.');
        const table = contract as unknown as Record<string, Record<string, AnyMethod>>;
        const names = [String(namespace), String(method)] as const;
        const entry =
          Object.hasOwn(table, names[0]) && Object.hasOwn(table[names[0]]!, names[1]) && table[names[0]]![names[1]];
        if (!entry) throw new AppError('unknown_id', `There is no method "${names.join('.')}".`);
        const parsed = entry.input.parse(input, inWords);
        const output = await (names[0] === 'shell'
          ? shell[names[1]]!(parsed as never)
          : callEngine(names.join('.'), parsed));
        if (names[0] === 'settings') followTheme(output);
        return { ok: true, output };
      } catch (error) {
        return { ok: false, error: toWireError(error) };
      }
    },
  );
}

/** The window's frame and menus take the theme that the settings name. */
function followTheme(output: unknown): void {
  const settings = settingsSchema.safeParse(output);
  if (settings.success) nativeTheme.themeSource = settings.data.theme;
}
