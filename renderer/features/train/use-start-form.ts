import { useState } from 'react';
import type { Model } from '../../../preload/contract/compare.ts';
import type { Preset } from '../../../preload/contract/runs.ts';
import { readSettings } from './setting-value.ts';

/** State of the start form; `request` is null while a setting is invalid. */
export function useStartForm(presets: readonly Preset[], models: readonly Model[], startModelId: string | null) {
  const [presetId, setPresetId] = useState<string | null>(null);
  const [modelId, setModelId] = useState(startModelId);
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const model = models.find((one) => one.id === modelId) ?? models.find((one) => one.kind === 'bundled') ?? models[0];
  // Until a preset is chosen, it follows the model, so that one click trains either kind well.
  const preset = presets.find((one) => one.id === (presetId ?? model?.preset)) ?? presets[0];
  const settings = preset === undefined ? { overrides: {}, problems: {} } : readSettings(preset, typed);
  const sound = preset !== undefined && model !== undefined && Object.keys(settings.problems).length === 0;
  return {
    preset,
    model,
    name,
    typed,
    settings,
    /** Settings belong to their preset: choosing another discards typed values. */
    choosePreset: (id: string) => {
      setPresetId(id);
      setTyped({});
    },
    chooseModel: setModelId,
    setName,
    type: (key: string, text: string) => setTyped((before) => ({ ...before, [key]: text })),
    resetSettings: () => setTyped({}),
    request: sound
      ? {
          preset: preset.id,
          name: name.trim() === '' ? null : name.trim(),
          modelId: model.id,
          overrides: settings.overrides,
        }
      : null,
  };
}
export type StartForm = ReturnType<typeof useStartForm>;
