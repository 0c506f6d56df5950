import { AppError } from '../errors/app-error.ts';

/**
 * The names of one kind of parameter in a published checkpoint. In both names `{n}` stands for one part between dots, which
 * is the same in both: `block.{n}.norm.weight` ↔ `layers.{n}.layer_norm.weight`.
 */
export interface KeyRule {
  readonly own: string;
  /** One name; or several whose tensors are joined along their first axis, where null stands for zeros. */
  readonly upstream: string | readonly (string | null)[];
  /** Axis i here is axis `axes[i]` there: [1, 0] for a linear layer's weight, which is kept as [input, output] here. */
  readonly axes?: readonly number[];
}

export interface KeyMap {
  /** Whose spelling it is, for messages. */
  readonly layout: string;
  readonly rules: readonly KeyRule[];
  /** Published tensors that are not parameters here: copies of tied weights, buffers, unused heads. */
  readonly ignored: readonly RegExp[];
}

/** A parameter's place: the rule of its kind with the names filled in. */
export interface PlacedKey {
  readonly upstream: readonly (string | null)[];
  readonly axes: readonly number[] | undefined;
}

const patterns = new Map<string, RegExp>();

function pattern(template: string): RegExp {
  let expression = patterns.get(template);
  if (!expression) {
    const escaped = template.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^.]+)');
    expression = new RegExp(`^${escaped}$`);
    patterns.set(template, expression);
  }
  return expression;
}

const filled = (template: string, parts: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, part: string) => parts[part]!);

/** The parameter that the published tensor `upstream` is one of, whole or a part of it; null for one that no rule knows. */
export function ownNameOf(upstream: string, { rules }: Pick<KeyMap, 'rules'>): string | null {
  for (const rule of rules)
    for (const template of [rule.upstream].flat()) {
      const match = template === null ? null : pattern(template).exec(upstream);
      if (match) return filled(rule.own, match.groups ?? {});
    }
  return null;
}

const adapterNames = { '.lora_a': 'lora_A.weight', '.lora_b': 'lora_B.weight' } as const;

/** An adapter lies beside the weight that it changes, named and turned as PEFT writes it. */
function adapterPlace(own: string, keys: Pick<KeyMap, 'rules' | 'layout'>): PlacedKey | null {
  for (const [end, name] of Object.entries(adapterNames)) {
    if (!own.endsWith(end)) continue;
    const [weight] = placeOf(`${own.slice(0, -end.length)}.weight`, keys).upstream;
    return { upstream: [weight!.replace(/weight$/, name)], axes: [1, 0] };
  }
  return null;
}

/** The place of the parameter `own`. A parameter that no rule knows is a mistake of the program: `internal`. */
export function placeOf(own: string, keys: Pick<KeyMap, 'rules' | 'layout'>): PlacedKey {
  const adapter = adapterPlace(own, keys);
  if (adapter) return adapter;
  const { rules, layout } = keys;
  for (const { own: template, upstream, axes } of rules) {
    const match = pattern(template).exec(own);
    if (!match) continue;
    const names = typeof upstream === 'string' ? [upstream] : upstream;
    return { upstream: names.map((name) => name && filled(name, match.groups ?? {})), axes };
  }
  throw new AppError('internal', `No rule says where the parameter ${own} lies in the ${layout} layout.`);
}

/** Rules for a part of a model, under `own` here and under `upstream` there. */
export function below(own: string, upstream: string, rules: readonly KeyRule[]): KeyRule[] {
  return rules.map((rule) => ({
    ...rule,
    own: own + rule.own,
    upstream:
      typeof rule.upstream === 'string'
        ? upstream + rule.upstream
        : rule.upstream.map((name) => name && upstream + name),
  }));
}

/** A weight and, after it, a bias of a linear layer. */
export function linearKeys(own: string, upstream: string): KeyRule[] {
  return [
    { own: `${own}.weight`, upstream: `${upstream}.weight`, axes: [1, 0] },
    { own: `${own}.bias`, upstream: `${upstream}.bias` },
  ];
}

/** A gain and, for layer norm, a bias: the same names on both sides. */
export function normKeys(own: string, upstream: string): KeyRule[] {
  return [
    { own: `${own}.weight`, upstream: `${upstream}.weight` },
    { own: `${own}.bias`, upstream: `${upstream}.bias` },
  ];
}

/** Expressions for names to ignore; a template that ends with `*` fits everything below it. */
export function ignoring(templates: readonly string[], prefix = ''): RegExp[] {
  return templates.map((template) =>
    template.endsWith('*')
      ? new RegExp(`^${(prefix + template.slice(0, -1)).replaceAll('.', '\\.')}`)
      : pattern(prefix + template),
  );
}
