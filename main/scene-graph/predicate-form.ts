import { Lemmatizer } from '../text/lemmatizer.ts';

/** A predicate reduced to what it says. `swapped`: it says so of its object, as passives do. */
export interface PredicateForm {
  readonly form: string;
  readonly swapped: boolean;
}

/** Verbs that only say that a thing is where the following preposition says. */
const staticVerbs = new Set(
  (
    'be locate situate place set put arrange distribute scatter park stop stand sit lie rest build plant grow dock moor ' +
    'find see stay remain spread'
  ).split(' '),
);
const prepositions = new Set(
  (
    'in on at by near beside besides around along between among across over under above below behind inside outside within ' +
    'with to from into onto through against next close alongside amid beneath'
  ).split(' '),
);
/** Verbs whose passive is about the thing after "by" or "with": "surrounded by trees" is what trees do. */
const reversible = new Set(
  'surround encircle enclose circle semi-surround cover cross separate divide connect'.split(' '),
);
const fillers = new Set('a an the both two each one either all their its some'.split(' '));

let lemmatizer: Lemmatizer | undefined;
const remembered = new Map<string, PredicateForm>();
const mostRemembered = 20_000;

/**
 * The normal form of a predicate, so that the wordings of two captions or two parsers can be told equal: verbs in base form,
 * without the verbs that only place ("parked near" is "near"), without articles and numbers, passives turned round.
 *
 * Example: "parked near" → near; "surrounded by" → surround, swapped; "on the two sides of" → "on side of".
 */
export function predicateForm(predicate: string): PredicateForm {
  const known = remembered.get(predicate);
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const form = reduce(predicate);
  remembered.set(predicate, form);
  return form;
}

function reduce(predicate: string): PredicateForm {
  lemmatizer ??= new Lemmatizer();
  const all = predicate.toLowerCase().split(/\s+/).filter(Boolean);
  const words = all.filter((word) => !fillers.has(word) && !/.ly$/.test(word));
  const [first, second] = words;
  if (first === undefined) return { form: predicate.toLowerCase(), swapped: false };
  const lemma = first.startsWith('semi-') ? `semi-${lemmatizer.verb(first.slice(5))}` : lemmatizer.verb(first);
  if (second === undefined) return { form: prepositions.has(first) ? first : lemma, swapped: false };
  if (words.length === 2 && lemma !== first && reversible.has(lemma) && (second === 'by' || second === 'with')) {
    return { form: lemma, swapped: true };
  }
  if (second === 'with' && first === 'together') return { form: 'with', swapped: false };
  if (second === 'with' && first === 'along') return { form: 'with', swapped: false };
  if (prepositions.has(first)) return { form: ofSides(words), swapped: false };
  if (staticVerbs.has(lemma) && (prepositions.has(second) || second === 'together'))
    return reduce(words.slice(1).join(' '));
  return { form: [lemma, ...words.slice(1)].join(' '), swapped: false };
}

/** "in two sides of", "at side of" and "on sides of" are one. */
function ofSides(words: readonly string[]): string {
  const [preposition, noun, of] = words;
  if (of === 'of' && /^(?:in|on|at|along)$/.test(preposition ?? '') && /^(?:sides?|banks?)$/.test(noun ?? ''))
    return 'on side of';
  return words.join(' ');
}
