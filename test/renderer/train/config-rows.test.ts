import { expect, it } from 'vitest';
import { configRows } from '../../../renderer/features/train/config-rows.ts';

const preset = {
  id: 'quick',
  title: 'Quick',
  description: '',
  config: { scst: { epochs: 2 }, seed: 1 },
  settings: [
    {
      key: 'scst.epochs',
      title: 'SCST epochs',
      help: 'How long.',
      kind: 'integer' as const,
      minimum: null,
      maximum: null,
      choices: [],
    },
  ],
};

it('nested settings are lines of their own, and a change names the preset’s value', () => {
  const rows = configRows({ scst: { epochs: 3 }, seed: 1, rewards: ['cider', 'sde'], resume: null }, preset);
  expect(rows).toEqual([
    { key: 'scst.epochs', title: 'SCST epochs', help: 'How long.', value: '3', presetValue: '2' },
    { key: 'seed', title: 'Seed', help: null, value: '1', presetValue: null },
    { key: 'rewards', title: 'Rewards', help: null, value: 'cider, sde', presetValue: null },
    { key: 'resume', title: 'Resume', help: null, value: 'none', presetValue: null },
  ]);
});

it('without the preset every line is named by its key in words', () => {
  expect(configRows({ a: { b: true } }, null)).toEqual([
    { key: 'a.b', title: 'A b', help: null, value: 'on', presetValue: null },
  ]);
});
