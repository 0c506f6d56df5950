const numberWords: ReadonlyMap<string, number> = new Map(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty'
  )
    .split(' ')
    .map((word, value) => [word, value] as const)
    .concat(
      'thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, i) => [word, (i + 3) * 10] as const),
      [
        ['hundred', 100],
        ['thousand', 1000],
        ['dozen', 12],
      ],
    ),
);

/** The value of one written number, or null: "three" → 3, "1,200" → 1200, "twenty-one" → 21. Larger than a million: null. */
export function numberValue(word: string): number | null {
  if (/^\d[\d,]*$/.test(word)) {
    const value = Number(word.replaceAll(',', ''));
    return value <= 1_000_000 ? value : null;
  }
  const plain = numberWords.get(word);
  if (plain !== undefined) return plain;
  const [tens, ones, more] = word.split('-');
  const high = numberWords.get(tens ?? '') ?? 0;
  const low = numberWords.get(ones ?? '') ?? 0;
  return more === undefined && high >= 20 && high < 100 && low > 0 && low < 10 ? high + low : null;
}
