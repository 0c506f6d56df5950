import { heading } from './support/machine.ts';
import { median, peakMemoryMb, repeated, report } from './support/measure.ts';
import { compareGeneration } from './support/torch-twin.ts';

await heading('Writing with a T5 of T5-small’s size');

// Loaded after the threads are fixed: TensorFlow reads them when it loads.
const { greedy } = await import('../main/generation/roll-out.ts');
const { beam } = await import('../main/generation/beam.ts');
const { t5ConfigSchema } = await import('../main/models/t5/config.ts');
const { T5 } = await import('../main/models/t5/model.ts');
const { tf } = await import('../main/tensor/backend.ts');
const { Random } = await import('../main/tensor/random.ts');

/**
 * 16 inputs of 20 tokens, 40 tokens out, random weights: with the key/value cache and, to show what the cache is worth,
 * with the prefix computed anew for every token. NADIR_TORCH_PYTHON names a Python that has torch and transformers: then
 * the same is measured there, one process after the other.
 */
const inputs = 16;
const sources = 20;
const targets = 40;
const leastRatio = 5;
const model = new T5(
  t5ConfigSchema.parse({
    vocab_size: 32_128,
    d_model: 512,
    d_kv: 64,
    d_ff: 2048,
    num_layers: 6,
    num_heads: 8,
  }),
  true,
  new Random(1),
);
const random = new Random(2);
const tokens = Int32Array.from({ length: inputs * sources }, () => 3 + random.below(32_000));
const { pad_token_id: start, vocab_size: words } = model.config;
const writer = {
  vocabularySize: words,
  // Nothing ends a sequence, so that each has all its tokens.
  special: { padding: start, start, end: -1, forbidden: [] },
  begin: (memory: ReturnType<typeof model.encode>, sequences: number) => model.begin(memory, undefined, sequences),
};
const encode = () => tf.tidy(() => model.encode(model.embed(tokens, sources), undefined, null));

function cached(): number[][] {
  const memory = encode();
  const written = greedy(writer, memory, targets);
  memory.dispose();
  return written.map((sequence) => [...sequence.tokens]);
}

function recomputed(): number[][] {
  const memory = encode();
  const rows = Array.from({ length: inputs }, () => [start]);
  for (let length = 1; length <= targets; length++) {
    const next = tf.tidy(() => {
      const logits = model.logits(memory, undefined, Int32Array.from(rows.flat()), length, null);
      return tf
        .argMax(logits.reshape([inputs, length, words]).slice([0, length - 1, 0], [inputs, 1, words]), -1)
        .dataSync();
    });
    for (const [row, token] of Array.from(next).entries()) rows[row]!.push(token);
  }
  memory.dispose();
  return rows.map((row) => row.slice(1));
}

if (JSON.stringify(cached()) !== JSON.stringify(recomputed()))
  throw new Error('With and without the cache different tokens were written.');
const items = { items: inputs * targets, noun: 'tokens' };
const own = await repeated(cached, { rounds: 5, warmUps: 0 });
report('greedy, with the cache', own, items);
const slow = await repeated(recomputed, { rounds: 2, warmUps: 0 });
report('greedy, the prefix computed anew', slow, items);
const cpuOf = (timings: typeof own): number => median(timings.map(({ cpuMs }) => cpuMs ?? 0));
const wallOf = (timings: typeof own): number => median(timings.map(({ wallMs }) => wallMs));
/** The second time as a multiple of the first. */
const times = (few: typeof own, many: typeof own): string =>
  `${(wallOf(many) / wallOf(few)).toFixed(1)} times by the clock, ${(cpuOf(many) / cpuOf(few)).toFixed(1)} times in CPU time`;
console.log(`all ${targets} tokens, without the cache: ${times(own, slow)}\n`);

/** One more token behind `targets` − 1 others: the last of the above, alone. */
async function lastStep() {
  const memory = encode();
  const state = writer.begin(memory, 1);
  const row = Int32Array.from({ length: inputs }, () => start);
  for (let at = 1; at < targets; at++) state.step(row);
  const step = await repeated(() => state.step(row), { rounds: 7, warmUps: 0 });
  state.dispose();
  const prefix = new Int32Array(inputs * targets).fill(start);
  const anew = await repeated(
    () => {
      tf.tidy(() => {
        const logits = model.logits(memory, undefined, prefix, targets, null).reshape([inputs, targets, words]);
        logits.slice([0, targets - 1, 0], [inputs, 1, words]).dataSync();
      });
    },
    { rounds: 5, warmUps: 1 },
  );
  memory.dispose();
  return { step, anew };
}

const { step, anew } = await lastStep();
report(`token ${targets} with the cache`, step, { items: inputs, noun: 'tokens' });
report(`token ${targets}, the prefix computed anew`, anew, { items: inputs, noun: 'tokens' });
const ratio = wallOf(anew) / wallOf(step);
console.log(
  `token ${targets}, without the cache: ${times(step, anew)}, bar ${leastRatio} times: ${ratio >= leastRatio ? 'met' : 'MISSED'}\n`,
);
if (ratio < leastRatio) process.exitCode = 1;
const beams = await repeated(
  () => {
    const memory = encode();
    beam(writer, memory, { beams: 5, maxNewTokens: targets, lengthPenalty: 1, cut: 'compete' });
    memory.dispose();
  },
  { rounds: 5, warmUps: 1 },
);
report('beam search, 5 beams', beams, items);
console.log(`  peak memory ${peakMemoryMb()} MB\n`);

compareGeneration([inputs, sources, targets], { greedy: own, beam5: beams });
model.dispose();
