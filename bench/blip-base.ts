import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MemoryItem } from '../main/models/memory-estimate.ts';
import type { Module } from '../main/tensor/module.ts';
import { fixThreads, heading } from './support/machine.ts';
import { peakMemoryMb, timed } from './support/measure.ts';

/**
 * BLIP-base at its full size with random weights, without downloading it: written as safetensors, loaded, four images
 * captioned with beam 3, and two training steps of all its weights. Each part is a process of its own, so that the peak of
 * memory, library included, is that part's alone. Beside it stands what Nadir estimates for such work before starting it;
 * at the end, its estimate for InstructBLIP with FLAN-T5-XL, which is too large for this machine.
 */
const parts = ['write', 'load', 'caption', 'train'] as const;
type Part = (typeof parts)[number];
const [part, directory] = process.argv.slice(2) as [Part | undefined, string | undefined];
/** As Salesforce/blip-image-captioning-base is published. */
const config = { model_type: 'blip', vision_config: {}, text_config: { num_attention_heads: 12 } };
const images = 4;
const beams = 3;
const maxNewTokens = 20;
const steps = 2;

// Loaded after the threads are fixed: TensorFlow reads them when it loads.
fixThreads();
const { writeFileAtomically } = await import('../main/checkpoint/atomic-write.ts');
const { writeSafetensors } = await import('../main/checkpoint/safetensors.ts');
const { beamHypotheses } = await import('../main/generation/beam.ts');
const { BlipCaptioner } = await import('../main/models/blip/captioner.ts');
const { blipConfigSchema } = await import('../main/models/blip/config.ts');
const { loadBlip } = await import('../main/models/blip/folder.ts');
const { architectureOf } = await import('../main/models/library/architecture.ts');
const { knownModels } = await import('../main/models/library/known-models.ts');
const { captioningMemory, captioningWorkload, totalBytes, trainingMemory, trainingWorkload } = await import(
  '../main/models/memory-estimate.ts'
);
const { blipKeys } = await import('../main/models/blip/keys.ts');
const { Blip } = await import('../main/models/blip/model.ts');
const { publishedState } = await import('../main/models/published-weights.ts');
const { tf } = await import('../main/tensor/backend.ts');
const { Random } = await import('../main/tensor/random.ts');
const { AdamW } = await import('../main/training/adamw.ts');
const { crossEntropyStep } = await import('../main/training/cross-entropy.ts');

if (part === undefined || directory === undefined) {
  await heading('BLIP-base at full size, random weights');
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'nadir-blip-base-')), 'model');
  mkdirSync(folder);
  try {
    for (const name of parts) await runPart(name, folder);
  } finally {
    rmSync(path.dirname(folder), { recursive: true });
  }
  const xl = knownModels.find(({ repository }) => repository === 'Salesforce/instructblip-flan-t5-xl')!;
  const { imagesAtOnce, beams: candidates } = captioningWorkload;
  console.log(xl.title);
  list(`to caption, ${imagesAtOnce} images at once, ${candidates} beams`, captioningMemory(xl.architecture));
  const { imagesAtOnce: sampled, captionsAtOnce } = trainingWorkload;
  list(`to fine-tune, ${captionsAtOnce} samples of ${sampled} images at once`, trainingMemory(xl.architecture));
} else {
  await work(part, directory);
  const measured = peakMemoryMb();
  const estimate = estimateOf(part);
  console.log(`  peak memory ${measured} MB`);
  if (estimate) {
    const megabytes = totalBytes(estimate) / 1e6;
    console.log(`  estimated ${megabytes.toFixed(0)} MB, ${(megabytes / measured).toFixed(2)} times as much`);
  }
  console.log();
}

/** Nadir's estimate for a part: captioning as the app does it, training of all weights, the vision tower's too. */
function estimateOf(name: Part): readonly MemoryItem[] | null {
  const architecture = architectureOf(config);
  const { parameters, stacks } = architecture;
  if (name === 'caption')
    return captioningMemory(architecture, { imagesAtOnce: images, beams, newTokens: maxNewTokens });
  if (name !== 'train' || !parameters || !stacks) return null;
  const whole = {
    ...architecture,
    parameters: { ...parameters, trained: parameters.total },
    stacks: { ...stacks, differentiated: [stacks.vision, ...stacks.differentiated] },
  };
  return trainingMemory(whole, {
    imagesAtOnce: images,
    captionsAtOnce: images,
    keepsStart: false,
    recomputes: true,
    loraRank: 0,
  });
}

function list(title: string, items: readonly MemoryItem[]): void {
  console.log(`  ${title}`);
  for (const { what, bytes, arithmetic } of items)
    console.log(`    ${(bytes / 1e9).toFixed(2).padStart(6)} GB  ${what.padEnd(32)}${arithmetic}`);
  console.log(`    ${(totalBytes(items) / 1e9).toFixed(2).padStart(6)} GB  in all`);
}

/** Small random values in every matrix. One block of them is used over and over: drawing 224 million takes minutes. */
function fill(model: Module): void {
  const random = new Random(1);
  const block = Float32Array.from({ length: 1 << 20 }, () => 0.02 * random.normal());
  for (const [, variable] of model.namedParameters()) {
    if (variable.rank < 2) continue;
    const values = new Float32Array(variable.size);
    for (let at = 0; at < values.length; at += block.length) values.set(block.subarray(0, values.length - at), at);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
}

function runPart(name: Part, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [name, folder], { execArgv: process.execArgv });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`The part "${name}" ended with ${signal ?? `exit code ${code}`}.`)),
    );
  });
}

async function seconds(name: string, run: () => unknown): Promise<void> {
  const { wallMs, cpuMs } = await timed(run);
  console.log(`${name}: ${(wallMs / 1000).toFixed(1)} s, CPU ${((cpuMs ?? 0) / 1000).toFixed(1)} s`);
}

/** One part, in a process of its own. */
async function work(name: Part, folder: string): Promise<void> {
  if (name === 'write') {
    await seconds('written as safetensors', () => {
      const model = new Blip(blipConfigSchema.parse(config), null);
      fill(model);
      const values = [...model.namedParameters()].reduce((sum, [, { size }]) => sum + size, 0);
      console.log(`${(values / 1e6).toFixed(1)} million parameters`);
      writeFileAtomically(path.join(folder, 'config.json'), [JSON.stringify(config)]);
      writeSafetensors(path.join(folder, 'model.safetensors'), publishedState(model, blipKeys, 'all'));
    });
    return;
  }
  let model!: InstanceType<typeof Blip>;
  await seconds('loaded', () => {
    model = loadBlip(folder);
  });
  if (name === 'load') return;
  // Random weights write no words: the tokenizer is never asked.
  const captioner = new BlipCaptioner(model, {
    vocabularySize: model.config.text_config.vocab_size,
    encode: () => [],
    decode: () => '',
    idOf: () => null,
  });
  const { image_size: side } = model.config.vision_config;
  const pixels = tf.randomNormal([images, side, side, 3], 0, 1, 'float32', 1);
  if (name === 'caption') {
    let memory!: ReturnType<typeof captioner.encode>;
    await seconds(`${images} images encoded one by one`, () => {
      memory = tf.tidy(() => tf.concat(tf.split(pixels, images).map((image) => captioner.encode(image, null))));
      memory.dataSync();
    });
    await seconds(`${images} captions written, beam ${beams}, ${maxNewTokens} tokens at most`, () =>
      beamHypotheses(captioner, memory, { beams, maxNewTokens, lengthPenalty: 1 }),
    );
    return;
  }
  model.vision.checkpointing = true;
  model.decoder.checkpointing = true;
  const optimizer = new AdamW(model.trainableParameters(), {
    beta1: 0.9,
    beta2: 0.98,
    weightDecay: 0.05,
    clipNorm: 1,
  });
  const random = new Random(2);
  const words = () => Array.from({ length: maxNewTokens }, () => 1000 + random.below(20_000));
  const captions = Array.from({ length: images }, () => [...words(), captioner.special.end]);
  for (let step = 1; step <= steps; step++)
    await seconds(`training step ${step}: ${images} images, all weights, recomputed blocks`, () => {
      const { loss } = crossEntropyStep({
        model: captioner,
        optimizer,
        features: pixels,
        captions,
        unknown: new Set(),
        dropout: null,
        labelSmoothing: 0.1,
        learningRate: 1e-5,
      });
      console.log(`  loss ${loss.toFixed(3)}`);
    });
}
