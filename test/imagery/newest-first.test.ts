import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { NewestFirst } from '../../main/imagery/newest-first.ts';

/** Pieces of work that end when they are told to, and the order in which they began. */
function pieces(limit: number) {
  const line = new NewestFirst(limit);
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const ask = (key: string, signal?: AbortSignal) =>
    line.run(
      key,
      () =>
        new Promise((resolve, reject) => {
          begun.push(key);
          ends.set(key, (error) => (error ? reject(error) : resolve()));
        }),
      signal,
    );
  const end = async (key: string, error?: Error) => {
    ends.get(key)?.(error);
    await turn();
  };
  return { ask, begun, end };
}

it('as many as allowed begin at once, the rest from the newest to the oldest', async () => {
  const { ask, begun, end } = pieces(2);
  const all = ['a', 'b', 'c', 'd', 'e'].map((key) => ask(key));
  expect(begun).toEqual(['a', 'b']);
  await end('a');
  await end('e');
  expect(begun).toEqual(['a', 'b', 'e', 'd']);
  for (const key of ['b', 'd', 'c']) await end(key);
  await Promise.all(all);
  expect(begun).toEqual(['a', 'b', 'e', 'd', 'c']);
});

it('a piece that is asked for again is done once, and is the newest', async () => {
  const { ask, begun, end } = pieces(1);
  const all = ['a', 'b', 'c', 'b', 'a'].map((key) => ask(key));
  for (const key of ['a', 'b', 'c']) await end(key);
  await Promise.all(all);
  expect(begun).toEqual(['a', 'b', 'c']);
});

it('a piece that nobody wants any more is not begun; one that somebody still wants is', async () => {
  const { ask, begun, end } = pieces(1);
  const [gone, shared] = [new AbortController(), new AbortController()];
  const first = ask('a');
  const dropped = ask('b', gone.signal);
  const kept = [ask('c', shared.signal), ask('c')];
  gone.abort();
  shared.abort();
  await expect(dropped).rejects.toMatchObject({ code: 'cancelled' });
  await end('a');
  await end('c');
  await Promise.all([first, ...kept]);
  expect(begun).toEqual(['a', 'c']);
});

it('a piece that was dropped can be asked for again', async () => {
  const { ask, begun, end } = pieces(1);
  const gone = new AbortController();
  const first = ask('a');
  const dropped = ask('b', gone.signal);
  gone.abort();
  const again = ask('b');
  await expect(dropped).rejects.toMatchObject({ code: 'cancelled' });
  await end('a');
  await end('b');
  await Promise.all([first, again]);
  expect(begun).toEqual(['a', 'b']);
});

it('giving up what has begun does not end it: its result is kept for the next who asks', async () => {
  const { ask, begun, end } = pieces(1);
  const gone = new AbortController();
  const running = ask('a', gone.signal);
  gone.abort();
  await end('a');
  await expect(running).resolves.toBeUndefined();
  expect(begun).toEqual(['a']);
});

it('work that fails fails for all who wait for it, and the next begins', async () => {
  const { ask, begun, end } = pieces(1);
  const both = Promise.allSettled([ask('a'), ask('a')]);
  const next = ask('b');
  await end('a', new Error('no image'));
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await end('b');
  await next;
  expect(begun).toEqual(['a', 'b']);
});

it('what is asked for with an aborted signal is not begun', async () => {
  const { ask, begun } = pieces(1);
  await expect(ask('a', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  expect(begun).toEqual([]);
});

it.each([0, -1, Number.NaN])('a limit of %s is refused', (limit) => {
  expect(() => new NewestFirst(limit)).toThrow(RangeError);
});
