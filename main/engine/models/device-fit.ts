import type { DeviceFit } from '../../../preload/contract/models.ts';
import type { Architecture } from '../../models/library/architecture.ts';
import { captioningMemory, deviceFit, totalBytes, trainingMemory } from '../../models/memory-estimate.ts';

/** Compares the memory that captioning and training need with the memory that is free now. */
export function fitOf(architecture: Architecture): DeviceFit {
  const freeBytes = process.availableMemory();
  const need = (bytes: number) => ({ bytes, fit: deviceFit(bytes, freeBytes) });
  return {
    freeBytes,
    captioning: need(totalBytes(captioningMemory(architecture))),
    training: need(totalBytes(trainingMemory(architecture))),
  };
}
