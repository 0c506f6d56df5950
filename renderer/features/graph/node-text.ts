import type { Box } from './graph-geometry.ts';
import type { GraphItem } from './graph-items.ts';
import { shownCount } from './graph-items.ts';
import { STATE_LOOKS } from './state-looks.ts';

/**
 * The lines of an object's box, shortened so that a long word cannot fill the drawing; the accessible name has the
 * full text.
 */
export interface NodeText {
  readonly name: string;
  readonly count: string | null;
  readonly attributes: readonly string[];
  readonly state: string | null;
  /** "only here: red", "others: gray". */
  readonly details: readonly { readonly kind: 'onlyHere' | 'othersSay'; readonly text: string }[];
}

const NAME_CHARACTERS = 26;
const COUNT_CHARACTERS = 18;
const LINE_CHARACTERS = 26;
const ATTRIBUTE_LINES = 2;
const DETAIL_CHARACTERS = 30;
export const LINE_PX = 15;
export const PAD_PX = 8;
export const ICON_PX = 16;

export function nodeText(item: GraphItem): NodeText {
  const word = STATE_LOOKS[item.state].word;
  return {
    name: cut(item.name, NAME_CHARACTERS),
    count: item.count === null ? null : cut(shownCount(item.count) ?? '', COUNT_CHARACTERS),
    attributes: wrap(item.attributes),
    details: [
      ...(item.onlyHere.length > 0
        ? [{ kind: 'onlyHere' as const, text: cut(`only here: ${item.onlyHere.join(', ')}`, DETAIL_CHARACTERS) }]
        : []),
      ...(item.othersSay.length > 0
        ? [{ kind: 'othersSay' as const, text: cut(`others: ${item.othersSay.join(', ')}`, DETAIL_CHARACTERS) }]
        : []),
    ],
    state: item.state === 'alone' ? null : item.note === '' ? word : `${word}, ${item.note}`,
  };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** Wraps attributes into the allowed lines; the rest is counted. */
function wrap(attributes: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [i, attribute] of attributes.entries()) {
    const comma = i < attributes.length - 1 ? ',' : '';
    const last = lines.at(-1);
    const longer = last === undefined ? null : `${last} ${attribute}${comma}`;
    if (longer !== null && longer.length <= LINE_CHARACTERS) lines[lines.length - 1] = longer;
    else if (lines.length < ATTRIBUTE_LINES) lines.push(cut(`${attribute}${comma}`, LINE_CHARACTERS));
    else {
      lines[lines.length - 1] = cut(`${last} +${attributes.length - i}`, LINE_CHARACTERS + 4);
      break;
    }
  }
  return lines;
}

/** Returns the width of a text in px. */
export type Measure = (text: string, weight: number, sizePx: number) => number;

/** Computes the size of an object's box. */
export function nodeBox(text: NodeText, measure: Measure): Box {
  const head = ICON_PX + measure(text.name, 600, 12.5) + (text.count === null ? 0 : 8 + measure(text.count, 500, 12));
  const lines = [
    ...text.attributes,
    ...(text.state === null ? [] : [text.state]),
    ...text.details.map((detail) => detail.text),
  ];
  const rest = lines.map((line) => measure(line, 400, 11.5));
  return {
    width: Math.ceil(Math.max(56, head, ...rest.map((width) => width + ICON_PX))) + 2 * PAD_PX,
    height: (1 + rest.length) * LINE_PX + 2 * PAD_PX - 3,
  };
}
