import { readResource, resourcesDirectory } from '../../text/resources.ts';
import { sharedWordNet, type WordNet } from '../../text/wordnet.ts';

/** WordNet's detachment rules for nouns, in the order of NLTK's reader. */
const endings: readonly (readonly [string, string])[] = [
  ['s', ''],
  ['ses', 's'],
  ['ves', 'f'],
  ['xes', 'x'],
  ['zes', 'z'],
  ['ches', 'ch'],
  ['shes', 'sh'],
  ['men', 'man'],
  ['ies', 'y'],
];
/** The punctuation of the graph's form, which FACTUAL leaves as it is. */
const kept = new Set(['is', ',', '(', ')']);

/**
 * Lemmas as FACTUAL's evaluation takes them: every word of a graph as a noun, verbs and adjectives too, by NLTK's
 * `WordNetLemmatizer` – of all forms that WordNet has, the word itself among them, the shortest. That makes "wa" of "was"
 * and "glass" of "glasses"; it is done to both sides, and is not a lemmatizer for anything else (that is
 * `main/text/lemmatizer.ts`).
 */
export class FactualLemmatizer {
  readonly #wordNet: WordNet;
  readonly #exceptions: ReadonlyMap<string, readonly string[]>;
  readonly #known = new Map<string, string>();

  constructor(wordNet: WordNet = sharedWordNet(), resources: string = resourcesDirectory()) {
    this.#wordNet = wordNet;
    const lines = readResource(resources, 'lexicons/wordnet-exceptions/noun.exc').split(/\r?\n/);
    this.#exceptions = new Map(
      lines.map((line) => line.split(' ')).flatMap(([form, ...bases]) => (form ? [[form, bases] as const] : [])),
    );
  }

  /** Example: `( trees , is , 2 )` → `( tree , is , 2 )`. */
  graph(text: string): string {
    return text
      .split(' ')
      .map((token) => (kept.has(token) ? token : this.word(token)))
      .join(' ');
  }

  word(word: string): string {
    let lemma = this.#known.get(word);
    if (lemma === undefined) {
      lemma = this.#forms(word).reduce<string | undefined>(
        (best, form) => (best === undefined || form.length < best.length ? form : best),
        undefined,
      );
      lemma ??= word;
      this.#known.set(word, lemma);
    }
    return lemma;
  }

  #forms(word: string): string[] {
    const has = (form: string): boolean => form === form.toLowerCase() && this.#wordNet.has(form, 'noun');
    const exceptions = this.#exceptions.get(word);
    if (exceptions) return [word, ...exceptions].filter(has);
    let forms = detached([word]);
    const first = [word, ...forms].filter(has);
    if (first.length > 0) return first;
    while (forms.length > 0) {
      forms = detached(forms);
      const found = forms.filter(has);
      if (found.length > 0) return found;
    }
    return [];
  }
}

function detached(forms: readonly string[]): string[] {
  return forms.flatMap((form) =>
    endings
      .filter(([ending]) => form.endsWith(ending))
      .map(([ending, replacement]) => form.slice(0, form.length - ending.length) + replacement),
  );
}
