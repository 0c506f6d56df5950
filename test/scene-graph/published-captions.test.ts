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
    // Plain comparisons, one expectation at the end: half a million calls of expect take longer than the parsing.
    const faults: string[] = [];
    const claim = (holds: boolean, what: string, text: string) => {
      if (!holds) faults.push(`${what}: ${text}`);
    };
    for (const [i, graph] of graphs.entries()) {
      const text = texts[i]!;
      const { objects, relations } = graph;
      if (objects.length === 0) empty += 1;
      for (const object of objects) {
        claim(text.slice(...object.spans[0]!) === object.surface, 'the first span is the surface', text);
        for (const [start, end] of [...object.spans, ...object.attributes.map(({ span }) => span)]) {
          claim(start >= 0 && start < end && end <= text.length, 'spans lie in the caption', text);
        }
        if (object.count !== null) claim(text.includes(object.count.text), 'the caption has the count', text);
      }
      for (const { subject, object, span } of relations) {
        const isBetweenObjects = subject !== object && subject < objects.length && object < objects.length;
        claim(isBetweenObjects, 'relations join two objects of the graph', text);
        claim(span[0] < span[1] && span[1] <= text.length, 'spans of relations lie in the caption', text);
      }
    }
    expect(faults).toEqual([]);
    for (const graph of graphs.slice(0, 500)) expect(sceneGraphSchema.parse(graph)).toEqual(graph);
    // A caption of an aerial image names something; a handful are fragments ("it is very quiet here").
    expect(empty / texts.length).toBeLessThan(0.01);
  },
);
