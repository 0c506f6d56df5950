import { useState } from 'react';
import type { Model } from '../../../preload/contract/compare.ts';
import type { Preset } from '../../../preload/contract/runs.ts';
import { readSettings } from './setting-value.ts';

/** What a person chose in the start panel, checked; `request` is null while something in it cannot be used. */
export function useStartForm(presets: readonly Preset[], models: readonly Model[], startModelId: string | null) {
  const [presetId, setPresetId] = useState<string | null>(null);
  const [modelId, setModelId] = useState(startModelId);
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const model = models.find((one) => one.id === modelId) ?? models.find((one) => one.kind === 'bundled') ?? models[0];
  // Until a person chooses, the preset follows the model: one click then trains either kind as it should be.
  const preset = presets.find((one) => one.id === (presetId ?? model?.preset)) ?? presets[0];
  const settings = preset === undefined ? { overrides: {}, problems: {} } : readSettings(preset, typed);
  const sound = preset !== undefined && model !== undefined && Object.keys(settings.problems).length === 0;
  return {
    preset,
    model,
    name,
    typed,
    settings,
    /** Settings belong to their preset: choosing another drops what was typed. */
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
