import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { publishedState } from '../../../main/models/published-weights.ts';
import { t5ConfigSchema } from '../../../main/models/t5/config.ts';
import { t5Keys } from '../../../main/models/t5/keys.ts';
import { T5 } from '../../../main/models/t5/model.ts';
import { printGraph } from '../../../main/scene-graph/text-form.ts';
import { type Scalar, tf } from '../../../main/tensor/backend.ts';
import { paddingBias } from '../../../main/tensor/masks.ts';
import { meanCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { loadTokenizer } from '../../../main/text/tokenizers/load-tokenizer.ts';
import { AdamW } from '../../../main/training/adamw.ts';
import { type FactualParser, loadFactualParser } from '../../../main/worker/parsing/factual-parser.ts';

const vocabulary =
  '[PAD] [UNK] [CLS] [SEP] [MASK] generate scene graph : ( ) , . is are on near white two 2 a the plane planes tank road';
const end = 3;
const config = t5ConfigSchema.parse({
  vocab_size: vocabulary.split(' ').length,
  d_model: 32,
  d_kv: 8,
  d_ff: 64,
  num_layers: 1,
  num_heads: 4,
  relative_attention_num_buckets: 8,
  relative_attention_max_distance: 32,
  feed_forward_proj: 'gated-gelu',
  eos_token_id: end,
  decoder_start_token_id: 0,
});
const lessons = [
  ['a white plane.', '( plane , is , white )'],
  ['two planes are near a tank.', '( plane , is , 2 ) , ( plane , near , tank )'],
  ['the tank is on the road.', '( tank , on , road )'],
] as const;

let folder: string;
let parser: FactualParser;

/** A T5 that learned three sentences by heart, in a folder as it would be published. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir factual 圖 '));
  writeFileSync(path.join(folder, 'vocab.txt'), vocabulary.split(' ').join('\n'));
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  const tokenizer = loadTokenizer(folder);
  const rows = (texts: readonly string[]): { ids: Int32Array; mask: Uint8Array; longest: number } => {
    const tokens = texts.map((text) => [...tokenizer.encode(text), end]);
    const longest = Math.max(...tokens.map(({ length }) => length));
    const ids = new Int32Array(tokens.length * longest);
    for (const [row, each] of tokens.entries()) ids.set(each, row * longest);
    return { ids, mask: Uint8Array.from(ids, (id) => (id === 0 ? 0 : 1)), longest };
  };
  const sources = rows(lessons.map(([sentence]) => `Generate Scene Graph: ${sentence}`));
  const targets = rows(lessons.map(([, graph]) => graph));
  const labels = targets.ids.map((id) => (id === 0 ? -100 : id));
  const inputs = targets.ids.map((_, at) => (at % targets.longest === 0 ? 0 : targets.ids[at - 1]!));
  const model = new T5(config, false, new Random(3));
  const optimizer = new AdamW(model.trainableParameters(), { beta1: 0.9, beta2: 0.98, weightDecay: 0, clipNorm: 1 });
  for (let step = 0; step < 150; step++)
    tf.tidy(() => {
      const { grads } = tf.variableGrads((): Scalar => {
        const hidden = paddingBias(sources.mask, lessons.length);
        const memory = model.encode(model.embed(sources.ids, sources.longest), hidden, null);
        return meanCrossEntropy(model.logits(memory, hidden, inputs, targets.longest, null), labels);
      }, optimizer.variables);
      optimizer.step(grads, 0.01);
    });
  writeSafetensors(path.join(folder, 'model.safetensors'), publishedState(model, t5Keys(false), 'all'));
  optimizer.dispose();
  model.dispose();
  parser = loadFactualParser(folder);
});
afterAll(() => {
  parser.dispose();
  rmSync(folder, { recursive: true });
});

const read = async (...texts: string[]): Promise<string[]> => (await parser.parse(texts)).map(printGraph);

it('writes the graphs that it learned, whichever sentences are beside them', async () => {
  const graphs = lessons.map(([, graph]) => graph);
  expect(parser.write(lessons.map(([sentence]) => sentence)).map((text) => text.replace(/\s*,\s*/g, ' , '))).toEqual(
    graphs,
  );
  for (const [sentence, graph] of lessons) expect(await read(sentence)).toEqual([graph]);
  expect(await read(...lessons.map(([sentence]) => sentence))).toEqual(graphs);
});

it('parses each sentence of a caption, and things of one name become one object, with its words', async () => {
  const text = 'two planes are near a tank.  the tank is on the road.';
  const [graph] = await parser.parse([text]);
  expect(graph!.objects.map(({ name }) => name)).toEqual(['plane', 'tank', 'road']);
  expect(graph!.relations.map(({ predicate }) => predicate)).toEqual(['near', 'on']);
  expect(graph!.objects[0]!.count).toMatchObject({ min: 2, max: 2 });
  expect(graph!.objects[1]!.spans.map((span) => text.slice(...span))).toEqual(['tank', 'tank']);
});

it('beam search finds the same graphs, under a version of its own', async () => {
  const beams = loadFactualParser(folder, { beams: 3, maxNewTokens: 60 });
  const graphs = await beams.parse(lessons.map(([sentence]) => sentence));
  expect(graphs.map(printGraph)).toEqual(lessons.map(([, graph]) => graph));
  expect(beams.version).not.toBe(parser.version);
  expect(beams.title).toContain(path.basename(folder));
  beams.dispose();
});

it('a text without words has the empty graph, and odd texts some graph, each time the same', async () => {
  expect(await read('', ' ?! ')).toEqual(['', '']);
  const odd = ['🛩️ 飛行機 \u0000', 'x'.repeat(5000), Array(500).fill('plane').join(' '), '(((,,,)))'];
  expect(await read(...odd)).toEqual(await read(...odd));
});

it('leaves no tensors behind', async () => {
  const before = tf.memory().numTensors;
  await read(...lessons.map(([sentence]) => sentence));
  expect(tf.memory().numTensors).toBe(before);
});
