import type { Preset } from '../../../preload/contract/runs.ts';

export type Setting = Preset['settings'][number];
export type SettingValue = string | number | boolean;

/**
 * The preset's own value of a setting; a dotted key ("scst.epochs") reads nested objects. Null when the configuration
 * holds no plain value there.
 */
export function presetValue(config: Readonly<Record<string, unknown>>, key: string): SettingValue | null {
  const direct = config[key];
  const found = direct !== undefined ? direct : key.split('.').reduce<unknown>(step, config);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : null;
}

const step = (value: unknown, part: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;

export type ParsedSetting = { readonly value: SettingValue } | { readonly problem: string };

/** What a person typed as the setting's value, or the sentence that says what is wrong with it. */
export function parseSetting(setting: Setting, text: string): ParsedSetting {
  if (setting.kind === 'boolean') return { value: text === 'true' };
  if (setting.kind === 'choice') {
    return setting.choices.includes(text)
      ? { value: text }
      : { problem: `Choose one of ${setting.choices.join(', ')}.` };
  }
  const value = Number(text.trim());
  if (text.trim() === '' || !Number.isFinite(value)) return { problem: `${setting.title} has to be a number.` };
  if (setting.kind === 'integer' && !Number.isInteger(value)) {
    return { problem: `${setting.title} has to be a whole number.` };
  }
  const { minimum, maximum } = setting;
  if (minimum !== null && value < minimum) return { problem: `${setting.title} has to be at least ${minimum}.` };
  if (maximum !== null && value > maximum) return { problem: `${setting.title} has to be at most ${maximum}.` };
  return { value };
}

export interface SettingsForm {
  /** Only what differs from the preset, as `runs.start` takes it. */
  readonly overrides: Readonly<Record<string, SettingValue>>;
  /** Sentence by key, for what cannot be used. */
  readonly problems: Readonly<Record<string, string>>;
}

/** Checks every typed text against its setting and the preset's value. Texts of unknown keys are passed over. */
export function readSettings(preset: Preset, typed: Readonly<Record<string, string>>): SettingsForm {
  const overrides: Record<string, SettingValue> = {};
  const problems: Record<string, string> = {};
  for (const setting of preset.settings) {
    const text = typed[setting.key];
    if (text === undefined) continue;
    const parsed = parseSetting(setting, text);
    if ('problem' in parsed) problems[setting.key] = parsed.problem;
    else if (parsed.value !== presetValue(preset.config, setting.key)) overrides[setting.key] = parsed.value;
  }
  return { overrides, problems };
}
