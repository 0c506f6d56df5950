import { type Dictionary, openDictionary } from './dictionary.ts';
import { type Fact, factsFrom, factualForm } from './facts.ts';
import { loadParserModel, type ParserModel } from './folder.ts';
import type { CaptionLabels } from './labels.ts';
import { SentenceReader } from './reader.ts';
import { type Speller, spellerOf } from './speller.ts';
import { sentencesOf, type Word, wordsOf } from './tokens.ts';
import { WordForms } from './word-forms.ts';

/** A sentence as it was read. Positions in labels and facts count its words from 1. */
export interface ReadSentence {
  readonly words: readonly Word[];
  readonly labels: CaptionLabels;
  readonly facts: readonly Fact[];
}

/** A page of text is not a caption: what follows is not read. */
const longestText = 20_000;

/**
 * Reads captions with a trained network: any text, of any length, gives facts or none. Texts are read together, which is
 * many times faster than one by one and gives the same facts up to rounding.
 */
export class CaptionParser {
  readonly dictionary: Dictionary;
  readonly #model: ParserModel;
  readonly #reader: SentenceReader;
  readonly #speller: Speller;
  readonly #forms: WordForms;

  constructor(model: ParserModel, dictionary: Dictionary) {
    this.#model = model;
    this.dictionary = dictionary;
    this.#reader = new SentenceReader(model.network, model.vocabulary, model.labels);
    this.#speller = spellerOf(model.vocabulary, dictionary);
    this.#forms = new WordForms(model.labels, dictionary.lemmatizer);
  }

  /** Opens a parser's folder; throws as `loadParserModel`. */
  static open(directory: string, resources?: string): CaptionParser {
    return new CaptionParser(loadParserModel(directory), openDictionary(resources));
  }

  /** The sentences of each text, in order. */
  read(texts: readonly string[]): ReadSentence[][] {
    const { longestSentence } = this.#model.network.config;
    const sentences = texts.map((text) => sentencesOf(wordsOf(text.slice(0, longestText)), longestSentence));
    const corrected = sentences.flat().map((words) => words.map(({ text }) => this.#speller.correct(text)));
    const labels = this.#reader.read(corrected);
    let next = 0;
    return sentences.map((ofText) =>
      ofText.map((words) => {
        const at = next++;
        return { words, labels: labels[at]!, facts: factsFrom(labels[at]!, corrected[at]!, this.#forms) };
      }),
    );
  }

  dispose(): void {
    this.#model.network.dispose();
  }
}

/** The facts of a text's sentences together, as FACTUAL writes them. */
export function factualText(sentences: readonly ReadSentence[]): string {
  return factualForm(sentences.flatMap(({ facts }) => facts));
}
