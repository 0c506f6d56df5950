import { AppError } from '../errors/app-error.ts';
import type { Signal } from './signal.ts';
import { bleu4Signal } from './signals/bleu4.ts';
import { ciderSignal } from './signals/cider.ts';
import { graphSignals } from './signals/graph-signals.ts';
import { lengthSignal } from './signals/length.ts';
import { meteorSignal } from './signals/meteor.ts';
import { repetitionSignal } from './signals/repetition.ts';
import { rougeLSignal } from './signals/rouge-l.ts';

/** The explicit list of learning signals. */
export const signalCatalog: readonly Signal[] = [
  ciderSignal,
  bleu4Signal,
  rougeLSignal,
  meteorSignal,
  ...graphSignals,
  lengthSignal,
  repetitionSignal,
];

/** The signal of an id. An unknown one throws `unknown_id`, listing the known ones. */
export function signalById(id: string): Signal {
  const signal = signalCatalog.find((entry) => entry.id === id);
  if (!signal) {
    const known = signalCatalog.map((entry) => entry.id).join(', ');
    throw new AppError('unknown_id', `There is no learning signal "${id}". Known: ${known}.`);
  }
  return signal;
}
