import { expect, it } from 'vitest';
import { sceneGraphSchema } from '../../preload/contract/scene-graph.ts';
import { sharedJson } from '../support/shared-data.ts';
import { parser } from './support.ts';

interface Dataset {
  readonly images: readonly { readonly sentences: readonly { readonly raw: string }[] }[];
}
const sets = ['ucm-captions', 'rsicd-captions'].flatMap(
  (name) => sharedJson<Dataset>(`data/${name}/dataset.json`) ?? [],
);

it.skipIf(sets.length === 0)(
  'every published caption gives a graph whose spans show its words',
  { timeout: 120_000 },
  () => {
    const texts = [
      ...new Set(sets.flatMap(({ images }) => images.flatMap(({ sentences }) => sentences.map(({ raw }) => raw)))),
    ];
    const graphs = parser.parseSync(texts);
    let empty = 0;
    for (const [i, graph] of graphs.entries()) {
      const text = texts[i]!;
      const { objects, relations } = graph;
      if (objects.length === 0) empty += 1;
      for (const object of objects) {
        expect(text.slice(...object.spans[0]!), text).toBe(object.surface);
        for (const [start, end] of [...object.spans, ...object.attributes.map(({ span }) => span)]) {
          expect(start >= 0 && start < end && end <= text.length, text).toBe(true);
        }
        if (object.count !== null) expect(text, text).toContain(object.count.text);
      }
      for (const { subject, object, span } of relations) {
        expect(subject !== object && subject < objects.length && object < objects.length, text).toBe(true);
        expect(span[0] < span[1] && span[1] <= text.length, text).toBe(true);
      }
    }
    for (const graph of graphs.slice(0, 500)) expect(sceneGraphSchema.parse(graph)).toEqual(graph);
    // A caption of an aerial image names something; a handful are fragments ("it is very quiet here").
    expect(empty / texts.length).toBeLessThan(0.01);
  },
);
