import { describe, expect, it } from 'vitest';
import type { Preset } from '../../../preload/contract/runs.ts';
import { parseSetting, presetValue, readSettings } from '../../../renderer/features/train/setting-value.ts';

const integer = { key: 'scst.epochs', title: 'Epochs', help: '', kind: 'integer' as const, minimum: 0, maximum: 50 };
const epochs = { ...integer, choices: [] };
const baseline = {
  key: 'baseline',
  title: 'Baseline',
  help: '',
  kind: 'choice' as const,
  minimum: null,
  maximum: null,
  choices: ['greedy', 'leave-one-out'],
};
const preset: Preset = {
  id: 'quick',
  title: 'Quick',
  description: '',
  config: { scst: { epochs: 2 }, baseline: 'greedy', shuffle: true },
  settings: [epochs, baseline],
};

describe('the preset’s own value', () => {
  it('is found under a dotted key, and a literal key with a dot wins', () => {
    expect(presetValue(preset.config, 'scst.epochs')).toBe(2);
    expect(presetValue({ 'scst.epochs': 9, scst: { epochs: 2 } }, 'scst.epochs')).toBe(9);
  });
  it('is null where the configuration holds nothing plain', () => {
    expect(presetValue(preset.config, 'scst')).toBeNull();
    expect(presetValue(preset.config, 'baseline.deeper')).toBeNull();
  });
});

describe('what was typed', () => {
  it('must be a whole number in the setting’s range, and says so otherwise', () => {
    expect(parseSetting(epochs, ' 12 ')).toEqual({ value: 12 });
    expect(parseSetting(epochs, '1.5')).toEqual({ problem: 'Enter a whole number.' });
    expect(parseSetting(epochs, '51')).toEqual({ problem: 'Enter 50 or less.' });
    expect(parseSetting(epochs, '-1')).toEqual({ problem: 'Enter 0 or more.' });
    expect(parseSetting(epochs, '')).toEqual({ problem: 'Enter a number.' });
    expect(parseSetting(epochs, 'Infinity')).toEqual({ problem: 'Enter a number.' });
  });
  it('must be one of the choices', () => {
    expect(parseSetting(baseline, 'mean')).toEqual({ problem: 'Choose one of greedy, leave-one-out.' });
  });
});

it('only what differs from the preset is sent', () => {
  expect(readSettings(preset, { 'scst.epochs': '2', baseline: 'leave-one-out' })).toEqual({
    overrides: { baseline: 'leave-one-out' },
    problems: {},
  });
  expect(readSettings(preset, { 'scst.epochs': 'many' })).toEqual({
    overrides: {},
    problems: { 'scst.epochs': 'Enter a number.' },
  });
});
