const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Captions often go on in lower case after a full stop, where the segmenter sees an abbreviation. */
const lowerCaseStart = /(?<=\p{L}{3,}\s?[.!?])\s+(?=\p{Ll})/u;

/** Longer sentences are read in parts of so many words: FACTUAL was trained on region captions of a few words. */
const longestSentence = 80;

/** The sentences of a text as a parser should see them: one line each, without control characters, never blank. */
export function sentencesOf(text: string): string[] {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ');
  return Array.from(segmenter.segment(plain), ({ segment }) => segment)
    .flatMap((segment) => segment.split(lowerCaseStart))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .flatMap((sentence) => {
      const words = sentence.split(' ');
      const parts: string[] = [];
      for (let at = 0; at < words.length; at += longestSentence)
        parts.push(words.slice(at, at + longestSentence).join(' '));
      return parts;
    });
}
