import type { Preset } from '../../../preload/contract/runs.ts';
import { keyTitle } from './metric-names.ts';
import { presetValue } from './setting-value.ts';

/** One row of the configuration table. */
export interface ConfigRow {
  readonly key: string;
  readonly title: string;
  readonly help: string | null;
  readonly value: string;
  /** The preset's value; null where the run's value is the same. */
  readonly presetValue: string | null;
}

/**
 * Flattens a run's configuration into rows with dotted keys ("scst.epochs"). Given the preset, rows take their titles
 * from it and changed ones carry the preset's value.
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
