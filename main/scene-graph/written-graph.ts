import type { SceneGraph } from './graph.ts';
import { parseGraph } from './text-form.ts';

/**
 * The graph that a language model wrote in FACTUAL's text form. A model may break off or stumble: facts that are whole are
 * read, the rest is left out, and a text without any is the empty graph. Facts that are said twice count once.
 */
export function readWrittenGraph(text: string): SceneGraph {
  const facts = new Set<string>();
  for (const [, inside] of text.matchAll(/\(([^()]*)\)/g)) {
    const parts = inside!.split(',').map((part) => part.replace(/\s+/g, ' ').trim());
    if ((parts.length === 1 || parts.length === 3) && !parts.includes('')) facts.add(`( ${parts.join(' , ')} )`);
  }
  return parseGraph([...facts].join(' , '));
}
