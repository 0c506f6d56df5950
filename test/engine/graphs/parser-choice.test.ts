import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sampleEngine } from '../support/sample-engine.ts';

const running = sampleEngine();

it('the rules and a folder can be chosen; the choice outlives a restart, and null goes back', async () => {
  const folder = path.join(running.directory, 'factual');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'config.json'), '{"model_type": "t5"}');
  expect(await running.api.graphs.parser({})).toMatchObject({ parser: { id: 'rules' }, choice: null });
  expect(await running.api.graphs.chooseParser({ choice: folder })).toMatchObject({ title: 'FACTUAL (factual)' });
  expect(running.heard('graphsChanged')).toHaveLength(1);
  expect((await running.api.settings.get({})).graphParser).toBe(folder);
  await running.api.settings.update({ theme: 'dark' });
  expect(await running.api.graphs.parser({})).toMatchObject({ parser: { id: 'factual-t5' }, choice: folder });
  await running.api.graphs.chooseParser({ choice: 'rules' });
  expect(await running.api.graphs.parser({})).toMatchObject({ parser: { id: 'rules' }, choice: 'rules' });
  await running.restart();
  expect((await running.api.graphs.parser({})).choice).toBe('rules');
  await running.api.graphs.chooseParser({ choice: null });
  expect((await running.api.graphs.parser({})).choice).toBeNull();
});

it('a folder without a parser is refused by its name, and the one before stays', async () => {
  const folder = path.join(running.directory, 'nothing');
  mkdirSync(folder);
  await expect(running.api.graphs.chooseParser({ choice: folder })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining(folder),
  });
  expect(await running.api.graphs.parser({})).toMatchObject({ parser: { id: 'rules' }, choice: null });
});
