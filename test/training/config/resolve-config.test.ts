import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../main/errors/app-error.ts';
import { signalCatalog } from '../../../main/rewards/catalog.ts';
import { presetById, presets, resolveConfig } from '../../../main/training/config/presets.ts';
import { trainingConfigSchema } from '../../../main/training/config/training-config.ts';

function refused(overrides: Readonly<Record<string, unknown>>, preset = 'default'): AppError {
  try {
    resolveConfig(preset, overrides);
  } catch (error) {
    return error as AppError;
  }
  throw new Error('It was accepted.');
}

describe('presets', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))('%s is valid as it stands', (id, { config }) => {
    expect(trainingConfigSchema.parse(config)).toEqual(config);
    expect(resolveConfig(id, {})).toEqual(config);
  });

  it.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s rewards only signals that there are',
    (_, preset) => {
      const known = signalCatalog.map(({ id }) => id);
      for (const id of Object.keys(preset.config.scst.rewards)) expect(known).toContain(id);
    },
  );

  it('their ids differ', () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  });

  it('an unknown one is answered with the known ones', () => {
    const known = presets.map(({ id }) => id).join(', ');
    expect(() => presetById('fast')).toThrow(`There is no training preset "fast". Known: ${known}.`);
  });
});

describe('changed settings', () => {
  it('dotted keys and nested objects say the same', () => {
    const dotted = resolveConfig('default', { 'scst.epochs': 7, seed: 5, 'scst.rewards.sde': 0.25 });
    expect(dotted).toEqual(resolveConfig('default', { scst: { epochs: 7, rewards: { sde: 0.25 } }, seed: 5 }));
    expect([dotted.scst.epochs, dotted.seed, dotted.scst.rewards]).toEqual([7, 5, { cider: 1, sde: 0.25 }]);
  });

  it('dotted keys may stand within nested ones', () => {
    expect(resolveConfig('default', { scst: { 'rewards.cider': 2 } }).scst.rewards.cider).toBe(2);
  });

  it('a preset’s own configuration is not changed by it', () => {
    resolveConfig('default', { 'scst.rewards.cider': 9, seed: 9 });
    expect(presetById('default').config.scst.rewards.cider).toBe(1);
    expect(presetById('default').config.seed).toBe(1);
  });

  it('another signal may be added to the rewards', () => {
    expect(resolveConfig('quick', { 'scst.rewards.bleu4': 0.5 }).scst.rewards).toEqual({
      cider: 1,
      sde: 1,
      bleu4: 0.5,
    });
  });

  it('a reward signal that there is not is refused at once, not hours later when its phase begins', () => {
    const { code, message } = refused({ 'scst.rewards.spice': 1 });
    expect(code).toBe('bad_input');
    expect(message).toContain('scst.rewards.spice');
    expect(message).toContain('cider');
  });
});

describe('what cannot be used', () => {
  it.each([
    ['scst.epoch', { 'scst.epoch': 1 }],
    ['scst.epoch', { scst: { epoch: 1 } }],
    ['epochs', { epochs: 1 }],
    ['seed.value', { 'seed.value': 1 }],
    ['rewards.cider', { 'rewards.cider': 1 }],
    ['scst.rewards.cider.weight', { 'scst.rewards.cider.weight': 1 }],
    ['toString', { toString: 1 }],
    ['constructor.prototype', { 'constructor.prototype': 1 }],
    ['__proto__.seed', { '__proto__.seed': 1 }],
    ['', { '': 1 }],
  ])('an unknown setting is named: %s', (key, overrides) => {
    expect(refused(overrides)).toMatchObject({
      code: 'bad_input',
      message: expect.stringMatching(/^There is no training setting ".*"\. Known: seed, .*scst\.learningRate/),
      details: { key },
    });
  });

  it.each([
    ['scst.epochs', -1],
    ['scst.epochs', 1.5],
    ['scst.epochs', '3'],
    ['crossEntropy.learningRate', 0],
    ['crossEntropy.learningRate', Number.NaN],
    ['dropout', 0.95],
    ['views', 3],
    ['start', 'scratch'],
    ['seed', 2 ** 31],
    ['scst.samplesPerImage', 1],
    ['scst', 5],
    ['scst.rewards', null],
    ['scst.rewards.cider', Number.POSITIVE_INFINITY],
  ])('a value out of range is refused, naming the setting: %s = %s', (key, value) => {
    const error = refused({ [key]: value });
    expect(error.code).toBe('bad_input');
    expect(error.message).toMatch(
      new RegExp(`^The training settings cannot be used: ${key.replaceAll('.', '\\.')}(?: is |: )`),
    );
    expect(error.details).toEqual({ key });
  });

  it('one sample an image is enough for the greedy baseline', () => {
    expect(
      resolveConfig('default', { 'scst.samplesPerImage': 1, 'scst.baseline': 'greedy' }).scst.samplesPerImage,
    ).toBe(1);
  });

  it('rewards that weigh nothing are refused where they would be learned from', () => {
    const nothing = { 'scst.rewards.cider': 0, 'scst.rewards.sde': 0 };
    expect(refused(nothing).message).toContain('scst.rewards: ');
    expect(resolveConfig('default', { ...nothing, 'scst.epochs': 0 }).scst.rewards).toEqual({ cider: 0, sde: 0 });
    expect(resolveConfig('default', { 'scst.rewards.cider': 0 }).scst.rewards).toEqual({ cider: 0, sde: 1 });
  });

  it('a run without an epoch of either kind has nothing to do', () => {
    expect(refused({ 'crossEntropy.epochs': 0, 'scst.epochs': 0 }).message).toContain('crossEntropy.epochs');
    expect(resolveConfig('default', { 'crossEntropy.epochs': 0 }).crossEntropy.epochs).toBe(0);
    expect(resolveConfig('default', { 'scst.epochs': 0 }).scst.epochs).toBe(0);
  });
});
