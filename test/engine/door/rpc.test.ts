import { expect, it } from 'vitest';
import type { EngineMessage } from '../../../main/engine/door/client/messages.ts';
import type { Engine } from '../../../main/engine/door/engine-interface.ts';
import { callMethod, serveEngine } from '../../../main/engine/door/rpc.ts';

const engineThat = (handlers: object) =>
  ({
    handlers,
    imageFile: async ({ id }: { id: number }) => ({ path: `/${id}`, contentType: 'image/jpeg' }),
    onEvent: () => () => undefined,
    close: async () => undefined,
  }) as unknown as Engine;

it('fills in defaults before the handler sees the input', async () => {
  let seen: unknown;
  const engine = engineThat({
    images: {
      list: (input: unknown) => {
        seen = input;
        return { ids: [1] };
      },
    },
  });
  expect(await callMethod(engine, 'images.list', { text: 'river' })).toEqual({ ids: [1] });
  expect(seen).toMatchObject({ text: 'river', classes: [], sort: 'imported', descending: false });
});

it('refuses an input that does not fit, before the handler runs', async () => {
  const engine = engineThat({
    images: {
      get: () => {
        throw new Error('must not run');
      },
    },
  });
  await expect(callMethod(engine, 'images.get', { id: 'one' })).rejects.toThrow(/id/);
});

it.each(['images.destroy', 'constructor.name', '__proto__.toString', 'images'])(
  'refuses the unknown method %s',
  async (name) => {
    await expect(callMethod(engineThat({ images: {} }), name, {})).rejects.toMatchObject({ code: 'unknown_id' });
  },
);

it('an answer that breaks the contract is an error, not passed on', async () => {
  const engine = engineThat({ images: { list: () => ({ ids: ['x'] }) } });
  await expect(callMethod(engine, 'images.list', {})).rejects.toThrow();
});

it('a full disk becomes a sentence with the code disk_full', async () => {
  const messages: EngineMessage[] = [];
  const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
  const handle = serveEngine(
    engineThat({
      images: {
        list: () => {
          throw full;
        },
      },
    }),
    (message) => messages.push(message),
  );
  handle({ id: 7, method: 'images.list', input: {} });
  await expect.poll(() => messages.at(-1)).toMatchObject({ kind: 'error', id: 7, error: { code: 'disk_full' } });
});
