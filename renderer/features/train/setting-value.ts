import type { Preset } from '../../../preload/contract/runs.ts';

export type Setting = Preset['settings'][number];
export type SettingValue = string | number | boolean;

/**
 * Returns the preset's value of a setting; a dotted key ("scst.epochs") reads nested objects. Null when it is not a
 * plain value.
 */
export function presetValue(config: Readonly<Record<string, unknown>>, key: string): SettingValue | null {
  const direct = config[key];
  const found = direct !== undefined ? direct : key.split('.').reduce<unknown>(step, config);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : null;
}

const step = (value: unknown, part: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;

export type ParsedSetting = { readonly value: SettingValue } | { readonly problem: string };

/** Parses typed text as the setting's value, or says what is wrong with it. */
export function parseSetting(setting: Setting, text: string): ParsedSetting {
  if (setting.kind === 'boolean') return { value: text === 'true' };
  if (setting.kind === 'choice') {
    return setting.choices.includes(text)
      ? { value: text }
      : { problem: `Choose one of ${setting.choices.join(', ')}.` };
  }
  const value = Number(text.trim());
  if (text.trim() === '' || !Number.isFinite(value)) return { problem: `Enter a number.` };
  if (setting.kind === 'integer' && !Number.isInteger(value)) {
    return { problem: `Enter a whole number.` };
  }
  const { minimum, maximum } = setting;
  if (minimum !== null && value < minimum) return { problem: `Enter ${minimum} or more.` };
  if (maximum !== null && value > maximum) return { problem: `Enter ${maximum} or less.` };
  return { value };
}

export interface SettingsForm {
  /** Only values that differ from the preset, in the form that `runs.start` takes. */
  readonly overrides: Readonly<Record<string, SettingValue>>;
  /** Fault of each invalid setting, by key. */
  readonly problems: Readonly<Record<string, string>>;
}

/** Checks every typed text against its setting and the preset's value. Unknown keys are ignored. */
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
