import { expect, it } from 'vitest';
import { EngineClient, type EnginePort } from '../../../main/engine/door/client/engine-client.ts';
import type { EngineMessage, EngineRequest } from '../../../main/engine/door/client/messages.ts';

function fakePort() {
  const sent: EngineRequest[] = [];
  let deliver: (message: EngineMessage) => void = () => undefined;
  let exit: (how: string) => void = () => undefined;
  const port: EnginePort = {
    post: (request) => sent.push(request),
    onMessage: (listener) => {
      deliver = listener;
    },
    onExit: (listener) => {
      exit = listener;
    },
    kill: () => exit('killed'),
  };
  return { port, sent, deliver: (message: EngineMessage) => deliver(message), exit: (how: string) => exit(how) };
}

it('answers go to the call that asked, in whatever order they come', async () => {
  const { port, sent, deliver } = fakePort();
  const client = new EngineClient(port);
  const first = client.call('images.get', { id: 1 });
  const second = client.call('images.get', { id: 2 });
  deliver({ kind: 'result', id: sent[1]!.id, output: 'two' });
  deliver({ kind: 'result', id: sent[0]!.id, output: 'one' });
  expect(await first).toBe('one');
  expect(await second).toBe('two');
});

it('an error keeps its code and sentence across the process boundary', async () => {
  const { port, sent, deliver } = fakePort();
  const call = new EngineClient(port).call('project.open', {});
  deliver({
    kind: 'error',
    id: sent[0]!.id,
    error: { code: 'not_a_project', message: 'a.txt is not a project.', details: {} },
  });
  await expect(call).rejects.toMatchObject({ code: 'not_a_project', message: 'a.txt is not a project.' });
});

it('when the engine ends, waiting calls and later ones are rejected with how it ended', async () => {
  const { port, exit } = fakePort();
  const client = new EngineClient(port);
  const waiting = client.call('runs.list', {});
  exit('signal SIGKILL');
  await expect(waiting).rejects.toThrow('SIGKILL');
  await expect(client.ready).rejects.toThrow('SIGKILL');
  await expect(client.call('runs.list', {})).rejects.toThrow('SIGKILL');
});

it('events reach listeners until they unsubscribe', () => {
  const { port, deliver } = fakePort();
  const client = new EngineClient(port);
  const heard: unknown[] = [];
  const off = client.onEvent((name, payload) => heard.push([name, payload]));
  deliver({ kind: 'event', name: 'imagesChanged', payload: { imageIds: [3] } });
  off();
  deliver({ kind: 'event', name: 'imagesChanged', payload: { imageIds: [4] } });
  expect(heard).toEqual([['imagesChanged', { imageIds: [3] }]]);
});
