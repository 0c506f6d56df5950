import type { GraphRates } from '../../metrics/graph-metrics.ts';
import type { Signal } from '../signal.ts';

const source = 'Scene graphs of the Nadir parser, compared as docs/paper-index.md says';

/** The signals that are one rate of the scene graph's comparison with the references'. */
function graphSignal(
  entry: Pick<Signal, 'id' | 'title' | 'description' | 'range' | 'higherIsBetter'>,
  rate: (rates: GraphRates) => number | null,
): Signal {
  return { ...entry, unit: null, source, measure: (caption) => rate(caption.rates()) };
}

export const graphSignals: readonly Signal[] = [
  graphSignal(
    {
      id: 'sde',
      title: 'Scene description exhaustiveness',
      description: 'Objects of the references that the caption names, per object of the references.',
      range: [0, 1],
      higherIsBetter: true,
    },
    ({ sde }) => sde,
  ),
  graphSignal(
    {
      id: 'object_f1',
      title: 'Object F1',
      description: 'Named and supported objects, precision and recall combined.',
      range: [0, 1],
      higherIsBetter: true,
    },
    ({ objectF1 }) => objectF1,
  ),
  graphSignal(
    {
      id: 'object_precision',
      title: 'Object precision',
      description: 'Objects of the caption that some reference names.',
      range: [0, 1],
      higherIsBetter: true,
    },
    ({ objectPrecision }) => objectPrecision,
  ),
  graphSignal(
    {
      id: 'object_recall',
      title: 'Object recall',
      description: 'Objects of the references that the caption names.',
      range: [0, 1],
      higherIsBetter: true,
    },
    ({ objectRecall }) => objectRecall,
  ),
  graphSignal(
    {
      id: 'hallucination',
      title: 'Hallucination rate',
      description: 'Objects of the caption that no reference names.',
      range: [0, 1],
      higherIsBetter: false,
    },
    ({ hallucination }) => hallucination,
  ),
  graphSignal(
    {
      id: 'oversight',
      title: 'Oversight rate',
      description: 'Objects of the references that the caption leaves out.',
      range: [0, 1],
      higherIsBetter: false,
    },
    ({ oversight }) => oversight,
  ),
  graphSignal(
    {
      id: 'count_abs',
      title: 'Count error',
      description: 'How far stated counts are from the references, in absolute value.',
      range: [0, null],
      higherIsBetter: false,
    },
    ({ countAbsolute }) => countAbsolute,
  ),
  graphSignal(
    {
      id: 'count_signed',
      title: 'Count bias',
      description: 'How far stated counts lean to one side, in absolute value.',
      range: [0, null],
      higherIsBetter: false,
    },
    ({ countSigned }) => (countSigned === null ? null : Math.abs(countSigned)),
  ),
];
