import { describe, expect, it } from 'vitest';
import { presetById, presets, resolveConfig } from '../../../main/training/config/presets.ts';
import { trainingSettings } from '../../../main/training/config/settings.ts';
import { presetSchema } from '../../../preload/contract/runs.ts';

const accepts = (key: string, value: unknown): boolean => {
  try {
    // The greedy baseline, because one sample an image is refused for the other: a rule between two settings.
    resolveConfig('default', { 'scst.baseline': 'greedy', [key]: value });
    return true;
  } catch {
    return false;
  }
};

const settingIn = (config: unknown, key: string): unknown =>
  key.split('.').reduce<unknown>((tree, name) => (tree as Record<string, unknown>)[name], config);

describe.each(trainingSettings.map((setting) => [setting.key, setting] as const))('%s', (key, setting) => {
  it('is a setting of every preset, within its range', () => {
    for (const { config } of presets) {
      const value = settingIn(config, key);
      if (setting.kind === 'choice') expect(setting.choices).toContain(value);
      else {
        expect(typeof value).toBe('number');
        if (setting.minimum !== null) expect(value).toBeGreaterThanOrEqual(setting.minimum);
        if (setting.maximum !== null) expect(value).toBeLessThanOrEqual(setting.maximum);
      }
    }
  });

  it('offers what the configuration accepts, to both ends of its range, and nothing that it refuses', () => {
    for (const choice of setting.choices) expect(accepts(key, choice)).toBe(true);
    for (const end of [setting.minimum, setting.maximum]) if (end !== null) expect(accepts(key, end)).toBe(true);
    if (setting.kind === 'choice') expect(accepts(key, 'something else')).toBe(false);
    else expect(accepts(key, 'text')).toBe(false);
    // A reward may weigh less than nothing in a file; the form has no use for it.
    if (setting.minimum === 0 && !key.startsWith('scst.rewards.')) expect(accepts(key, -1)).toBe(false);
    if (setting.kind === 'integer') {
      expect(accepts(key, setting.minimum! - 1)).toBe(false);
      expect(accepts(key, setting.maximum! + 1)).toBe(false);
      expect(accepts(key, setting.minimum! + 0.5)).toBe(false);
    } else if (setting.kind === 'number') expect(accepts(key, setting.maximum! + 0.01)).toBe(false);
  });

  it('says what it is', () => {
    expect(setting.title.length).toBeGreaterThan(3);
    expect(setting.help).toMatch(/\.$/);
  });
});

it('has each key once, and each entry is what the contract promises', () => {
  expect(new Set(trainingSettings.map(({ key }) => key)).size).toBe(trainingSettings.length);
  const { config } = presetById('default');
  const preset = { id: 'default', title: 'x', description: 'x', config, settings: trainingSettings };
  expect(presetSchema.parse(preset).settings).toEqual(trainingSettings);
});
