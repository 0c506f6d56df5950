import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beam } from '../../generation/beam.ts';
import { greedy } from '../../generation/roll-out.ts';
import type { Writer } from '../../models/captioner.ts';
import { loadT5 } from '../../models/t5/folder.ts';
import type { T5 } from '../../models/t5/model.ts';
import { anchorGraph } from '../../scene-graph/anchor.ts';
import type { SceneGraph } from '../../scene-graph/graph.ts';
import type { GraphParser } from '../../scene-graph/parser.ts';
import { sentencesOf } from '../../scene-graph/sentences.ts';
import { readWrittenGraph } from '../../scene-graph/written-graph.ts';
import { tf } from '../../tensor/backend.ts';
import { paddingBias } from '../../tensor/masks.ts';
import { loadTokenizer } from '../../text/tokenizers/load-tokenizer.ts';
import type { SubwordTokenizer } from '../../text/tokenizers/tokenizer.ts';

// Axis legend: B sentences, S longest of them, D width.

/** The prompt that FACTUAL's checkpoints were trained with. */
const prompt = 'Generate Scene Graph: ';
/** Sentences written together. */
const batchSize = 16;

export interface FactualOptions {
  /** 1 is greedy. FACTUAL's own examples parse with 5, which takes five times as long. */
  readonly beams: number;
  /** Tokens of the longest graph of a sentence. */
  readonly maxNewTokens: number;
}
export const factualDefaults: FactualOptions = { beams: 1, maxNewTokens: 200 };

/**
 * A FACTUAL checkpoint (Li et al. 2023) as the parser: a FLAN-T5 that writes a sentence's graph in FACTUAL's text form.
 * A text is split into sentences, each is parsed, and things of one name become one object; spans are found by the words'
 * base forms afterwards, since the text form has none. Deterministic: no sampling.
 */
export class FactualParser implements GraphParser {
  readonly id = 'factual-t5';
  readonly version: string;
  readonly title: string;
  readonly #model: T5;
  readonly #tokenizer: SubwordTokenizer;
  readonly #options: FactualOptions;

  /** `version` tells one checkpoint from another: graphs are cached by it. The parser owns the model. */
  constructor(
    model: T5,
    tokenizer: SubwordTokenizer,
    identity: { readonly version: string; readonly title: string },
    options: FactualOptions = factualDefaults,
  ) {
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#options = options;
    this.version = `${identity.version}-beam${options.beams}`;
    this.title = identity.title;
  }

  async parse(texts: readonly string[]): Promise<readonly SceneGraph[]> {
    const sentences = texts.map(sentencesOf);
    const different = [...new Set(sentences.flat())].sort((a, b) => a.length - b.length);
    const written = new Map<string, string>();
    for (let from = 0; from < different.length; from += batchSize) {
      const batch = different.slice(from, from + batchSize);
      for (const [at, graph] of this.write(batch).entries()) written.set(batch[at]!, graph);
      // Lets a cancel or a shorter job in between batches.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return texts.map((text, at) =>
      anchorGraph(readWrittenGraph(sentences[at]!.map((sentence) => written.get(sentence)!).join(' , ')), text),
    );
  }

  /** The model's output for each sentence, in FACTUAL's text form as far as it has learned it. */
  write(sentences: readonly string[]): string[] {
    const { config } = this.#model;
    const { pad_token_id: padding, eos_token_id: end, decoder_start_token_id: start } = config;
    const rows = sentences.map((sentence) => [...this.#tokenizer.encode(prompt + sentence), end]);
    const longest = Math.max(...rows.map(({ length }) => length));
    const ids = new Int32Array(rows.length * longest).fill(padding);
    const mask = new Uint8Array(ids.length);
    for (const [row, tokens] of rows.entries()) {
      ids.set(tokens, row * longest);
      mask.fill(1, row * longest, row * longest + tokens.length);
    }
    return tf.tidy(() => {
      const hidden = paddingBias(mask, rows.length);
      const memory = this.#model.encode(this.#model.embed(ids, longest), hidden, null); // [B, S, D]
      const writer: Writer = {
        vocabularySize: config.vocab_size,
        special: { padding, start: start ?? padding, end, forbidden: [] },
        begin: (of, sequences) => this.#model.begin(of, hidden, sequences),
      };
      const { beams, maxNewTokens } = this.#options;
      const sequences =
        beams === 1
          ? greedy(writer, memory, maxNewTokens)
          : beam(writer, memory, { beams, maxNewTokens, lengthPenalty: 1 });
      return sequences.map(({ tokens }) => this.#tokenizer.decode(tokens.filter((token) => token !== end)));
    });
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/**
 * The parser in a checkpoint's folder in Hugging Face layout: config.json, weights, and tokenizer.json or spiece.model.
 * Throws what reading these throws, naming the file.
 */
export function loadFactualParser(folder: string, options: FactualOptions = factualDefaults): FactualParser {
  const tokenizer = loadTokenizer(folder);
  const model = loadT5(folder);
  const sample = createHash('sha256').update(readFileSync(path.join(folder, 'config.json')));
  // A few weights tell checkpoints of one shape apart without reading gigabytes twice.
  for (const [name, variable] of model.namedParameters()) {
    const few = tf.tidy(() => Float32Array.from(tf.slice(tf.reshape(variable, [-1]), 0, 1).dataSync()));
    sample.update(name).update(few);
  }
  const version = sample.digest('hex').slice(0, 12);
  return new FactualParser(model, tokenizer, { version, title: `FACTUAL (${path.basename(folder)})` }, options);
}
