import type {
  Attribute,
  Count,
  GraphObject,
  Relation,
  SceneGraph,
  Span,
} from '../../../preload/contract/scene-graph.ts';
import type { NounPhrase } from './noun-phrases.ts';

/** Bounds on a graph, far above any caption, so that a page of text cannot make relations grow with its square. */
const mostObjects = 200;
const mostRelations = 1000;

interface Draft {
  readonly name: string;
  readonly surface: string;
  readonly spans: Span[];
  count: Count | null;
  readonly attributes: Attribute[];
}

/** Collects objects and relations while the rules walk over a caption. Objects are named by their index. */
export class GraphBuilder {
  readonly #text: string;
  readonly #objects: Draft[] = [];
  readonly #relations: Relation[] = [];
  readonly #seen = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The index of the phrase's object; a definite phrase may name an object that is there already. Null: no room. */
  add(phrase: NounPhrase): number | null {
    if (phrase.definite) {
      const known = this.#objects.findIndex((object) => object.name === phrase.name);
      const object = this.#objects[known];
      if (object !== undefined) {
        object.spans.push(phrase.span);
        object.count ??= phrase.count;
        for (const attribute of phrase.attributes) this.describe(known, attribute);
        return known;
      }
    }
    if (this.#objects.length >= mostObjects) return null;
    this.#objects.push({
      name: phrase.name,
      surface: this.#text.slice(...phrase.span),
      spans: [phrase.span],
      count: phrase.count,
      attributes: [],
    });
    const index = this.#objects.length - 1;
    for (const attribute of phrase.attributes) this.describe(index, attribute);
    return index;
  }

  describe(object: number, attribute: Attribute): void {
    const attributes = this.#objects[object]?.attributes;
    if (attributes === undefined || attributes.some((known) => known.name === attribute.name)) return;
    attributes.push(attribute);
  }

  relate(subjects: readonly number[], predicate: string, objects: readonly number[], span: Span): void {
    for (const subject of subjects) {
      for (const object of objects) {
        const key = `${subject} ${object} ${predicate}`;
        if (subject === object || this.#seen.has(key) || this.#relations.length >= mostRelations) continue;
        this.#seen.add(key);
        this.#relations.push({ subject, predicate, object, span });
      }
    }
  }

  /** Rewords the relations whose predicate is `from` and whose object is one of `objects`. */
  reword(from: string, objects: readonly number[], to: string, span: Span): void {
    for (const [i, relation] of this.#relations.entries()) {
      if (relation.predicate === from && objects.includes(relation.object)) {
        this.#relations[i] = { ...relation, predicate: to, span };
      }
    }
  }

  graph(): SceneGraph {
    const objects: GraphObject[] = this.#objects.map((draft) => ({ ...draft }));
    return { objects, relations: [...this.#relations] };
  }
}
