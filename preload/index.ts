import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { type Bridge, contract, events, type WireError } from './contract/table.ts';

/** `window.nadir`, derived from the contract: nothing can be called that is not in it. */
type CallResult = { ok: true; output: unknown } | { ok: false; error: WireError };

const callers = Object.fromEntries(
  Object.entries(contract).map(([namespace, methods]) => [
    namespace,
    Object.fromEntries(
      Object.keys(methods).map((method) => [
        method,
        async (input: unknown) => {
          const result = (await ipcRenderer.invoke('nadir:call', namespace, method, input)) as CallResult;
          if (result.ok) return result.output;
          // A plain object on purpose: of an Error only the message would get through to the page.
          throw { ...result.error };
        },
      ]),
    ),
  ]),
) as unknown as Bridge['api'];

const listeners = new Map<string, Set<(payload: never) => void>>(Object.keys(events).map((name) => [name, new Set()]));
ipcRenderer.on('nadir:event', (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
});

const bridge: Bridge = {
  api: callers,
  on(event, listener) {
    const set = listeners.get(event);
    if (!set) throw new Error(`There is no event "${event}".`);
    set.add(listener);
    return () => set.delete(listener);
  },
  pathForFile: (file) => webUtils.getPathForFile(file as never),
};
contextBridge.exposeInMainWorld('nadir', bridge);
