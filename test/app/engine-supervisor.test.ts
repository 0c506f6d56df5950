import { expect, it } from 'vitest';
import { EngineSupervisor } from '../../main/app/engine-supervisor.ts';
import type { EngineMessage, EngineRequest } from '../../main/engine/door/client/messages.ts';

/** Engines that answer every call with its method's name and can be made to end. */
function fakeEngines() {
  const started: { calls: EngineRequest[]; end(how: string): void }[] = [];
  const start = () => {
    const calls: EngineRequest[] = [];
    const exits: ((how: string) => void)[] = [];
    const listeners: ((message: EngineMessage) => void)[] = [];
    started.push({
      calls,
      end: (how) => {
        for (const exit of exits) exit(how);
      },
    });
    const deliver = (message: EngineMessage) => {
      for (const listener of listeners) listener(message);
    };
    queueMicrotask(() => deliver({ kind: 'ready' }));
    return {
      post: (request: EngineRequest) => {
        calls.push(request);
        const output = request.method === 'project.open' ? { path: (request.input as { path: string }).path } : null;
        queueMicrotask(() => deliver({ kind: 'result', id: request.id, output }));
      },
      onMessage: (listener: (message: EngineMessage) => void) => void listeners.push(listener),
      onExit: (listener: (how: string) => void) => void exits.push(listener),
      kill: () => undefined,
    };
  };
  return { started, start };
}

it('an engine that ends is started again with the same project open, and the window is told', async () => {
  const { started, start } = fakeEngines();
  const told: unknown[] = [];
  const supervisor = new EngineSupervisor(start, (event, payload) => told.push([event, payload]));
  await supervisor.call('project.open', { path: '/a.nadir' });
  started[0]!.end('signal SIGSEGV');
  await expect.poll(() => told.length).toBe(1);
  expect(started[1]!.calls[0]).toMatchObject({ method: 'project.open', input: { path: '/a.nadir' } });
  expect(told[0]).toMatchObject(['engine', { state: 'restarted', message: expect.stringContaining('SIGSEGV') }]);
});

it('a project that was closed is not opened again', async () => {
  const { started, start } = fakeEngines();
  const supervisor = new EngineSupervisor(start, () => undefined);
  await supervisor.call('project.open', { path: '/a.nadir' });
  await supervisor.call('project.close', {});
  started[0]!.end('exit code 1');
  await expect.poll(() => started.length).toBe(2);
  expect(started[1]!.calls).toEqual([]);
});

it('the fourth end within a minute is the last: it says so and starts none', () => {
  const { started, start } = fakeEngines();
  const states: unknown[] = [];
  new EngineSupervisor(start, (_event, payload) => states.push((payload as { state: string }).state));
  for (let ends = 0; ends < 4; ends += 1) started[ends]!.end('exit code 1');
  expect(started).toHaveLength(4);
  expect(states).toContain('failed');
});
