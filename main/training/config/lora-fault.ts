import type { TrainingConfig } from './training-config.ts';

/** Says why a run cannot have its adapters (LoRA); null where it can, or wants none. */
export function loraFault({ lora }: Pick<TrainingConfig, 'lora'>, isNadirMini: boolean): string | null {
  if (lora.rank === 0 || !isNadirMini) return null;
  return 'nadir-mini is small enough to be trained whole, and LoRA is for published models: set LoRA rank (the setting "lora.rank") to 0.';
}
