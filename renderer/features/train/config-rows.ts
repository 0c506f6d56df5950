import type { Preset } from '../../../preload/contract/runs.ts';
import { keyTitle } from './key-title.ts';
import { presetValue } from './setting-value.ts';

/** One line of a run's configuration. */
export interface ConfigRow {
  readonly key: string;
  readonly title: string;
  readonly help: string | null;
  readonly value: string;
  /** The preset's value where the run's differs from it. */
  readonly presetValue: string | null;
}

/**
 * A run's configuration as lines, nested objects with dotted keys ("scst.epochs"). With the preset at hand, settings take
 * their titles from it and what was changed says from what.
 */
export function configRows(config: Readonly<Record<string, unknown>>, preset: Preset | null): readonly ConfigRow[] {
  return flatten(config, '').map(([key, value]) => {
    const setting = preset?.settings.find((one) => one.key === key);
    const usual = preset === null ? null : presetValue(preset.config, key);
    return {
      key,
      title: setting?.title ?? keyTitle(key),
      help: setting?.help ?? null,
      value: valueText(value),
      presetValue: usual !== null && usual !== value ? valueText(usual) : null,
    };
  });
}

function flatten(value: Readonly<Record<string, unknown>>, prefix: string): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [string, unknown][] =>
    isPlainObject(inner) ? flatten(inner, `${prefix}${name}.`) : [[`${prefix}${name}`, inner]],
  );
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueText(value: unknown): string {
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
