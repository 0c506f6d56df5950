import type { Bridge } from '../preload/contract/table.ts';
import { settings } from './fixtures/settings.ts';

const answers: Readonly<Record<string, unknown>> = {
  'settings.get': settings,
  'graphs.explain': [],
  'captions.history': [],
};

const methods = (namespace: string) =>
  new Proxy({}, { get: (_, name) => () => answer(`${namespace}.${String(name)}`) });

function answer(method: string): Promise<unknown> {
  if (method in answers) return Promise.resolve(answers[method]);
  return Promise.reject({ code: 'internal', message: 'The gallery has no engine.', details: {} });
}

/** Takes the place of the preload's bridge: answers a few methods from fixtures and refuses the others. */
export const nadir: Bridge = {
  api: new Proxy({}, { get: (_, namespace) => methods(String(namespace)) }) as Bridge['api'],
  on: () => () => undefined,
  pathForFile: () => '',
};

const fields = ['#7a8f63', '#93a56f', '#5f7a58', '#a39b74', '#6d8a7c', '#b0a488'];

/** Draws a small aerial scene for an image id: fields, a road and a roof. Id 0 cannot be read. */
export function imageUrl(_kind: 'full' | 'thumbnail', id: number): string {
  if (id === 0) return 'data:image/png;base64,';
  const color = (offset: number) => fields[(id * 3 + offset) % fields.length];
  const road = 20 + ((id * 37) % 60);
  const scene = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="256" height="256">
    <path fill="${color(0)}" d="M0 0h100v100H0z"/><path fill="${color(1)}" d="M0 0h${road}v55H0z"/>
    <path fill="${color(2)}" d="M${road} 40h100v60H${road}z"/>
    <path stroke="#d8d4c8" stroke-width="6" d="M${road} 0v100"/>
    <path fill="#c9573f" d="M12 68h16v12H12z"/><path fill="#e9e4d8" d="M${(road + 14) % 84} 14h10v10h-10z"/>
  </svg>`;
  return `data:image/svg+xml,${encodeURIComponent(scene)}`;
}
