import { trueMinus } from '../../app/words/format.ts';

const names: Readonly<Record<string, string>> = {
  cider: 'CIDEr',
  bleu_1: 'BLEU-1',
  bleu_2: 'BLEU-2',
  bleu_3: 'BLEU-3',
  bleu_4: 'BLEU-4',
  bleu4: 'BLEU-4',
  rouge_l: 'ROUGE-L',
  rougeL: 'ROUGE-L',
  // Without its paraphrase table this is not the published METEOR, so the name says what is matched.
  meteor: 'METEOR (exact, stem, synonym)',
  graph_f1: 'SPICE (Nadir parser)',
  sde: 'SDE',
  oversight_rate: 'Oversight rate',
  hallucination_rate: 'Hallucination rate',
  mean_length: 'Mean length',
  distinct_1: 'Distinct-1',
  distinct_2: 'Distinct-2',
  bad_ending_rate: 'Bad endings',
};

/** Returns the display name of a validation metric; unknown keys are spelled out. */
export function metricName(key: string): string {
  return names[key] ?? keyTitle(key);
}

/** Formats a validation metric with three decimals; lengths with one. */
export function metricText(key: string, value: number | undefined): string {
  if (value === undefined) return '–';
  if (Number.isInteger(value) && Math.abs(value) >= 10) return String(value);
  return trueMinus(/length|words/i.test(key) ? value.toFixed(1) : value.toFixed(3));
}

/** Spoken form of a key of a point: "rewardSpread" and "reward_spread" become "Reward spread". */
export function keyTitle(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
