/**
 * Converts the published Tiny Darknet (tfjs layers format: model.json and its shards) into the frozen vision tower that
 * nadir-mini uses: batch norm folded into the convolutions, the ImageNet classifier left out, 16-bit safetensors.
 *
 *   node scripts/convert-darknet.ts ../shared/data/darknet-tiny resources/models/tiny-darknet/model.safetensors
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeSafetensors } from '../main/checkpoint/safetensors.ts';
import { tinyDarknetConfig } from '../main/models/tiny-darknet/config.ts';
import type { NamedArray } from '../main/tensor/state-dict.ts';

interface Manifest {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
  }[];
}

const [source, target] = process.argv.slice(2);
if (!source || !target) throw new Error('Usage: node scripts/convert-darknet.ts <tfjs folder> <output.safetensors>');

const published = new Map<string, NamedArray>();
const manifest: Manifest = JSON.parse(readFileSync(path.join(source, 'model.json'), 'utf8'));
for (const group of manifest.weightsManifest) {
  const bytes = Buffer.concat(group.paths.map((file) => readFileSync(path.join(source, file))));
  let offset = 0;
  for (const { name, shape } of group.weights) {
    const length = shape.reduce((product, size) => product * size, 1);
    const data = new Float32Array(length);
    for (let i = 0; i < length; i++) data[i] = bytes.readFloatLE(offset + 4 * i);
    published.set(name, { shape, data });
    offset += 4 * length;
  }
}

const batchNormEpsilon = 1e-3;
const state = new Map<string, NamedArray>();
for (const step of tinyDarknetConfig.steps) {
  if (step.kind !== 'convolution') continue;
  const number = step.name.slice('convolution_'.length);
  const norm = (part: string): Float32Array => published.get(`batch_normalization_${number}/${part}`)!.data;
  const kernel = published.get(`conv2d_${number}/kernel`)!;
  const factor = norm('gamma').map((gamma, i) => gamma / Math.sqrt(norm('moving_variance')[i]! + batchNormEpsilon));
  state.set(`${step.name}.weight`, {
    shape: kernel.shape,
    data: kernel.data.map((value, i) => value * factor[i % step.filters]!),
  });
  state.set(`${step.name}.bias`, {
    shape: [step.filters],
    data: norm('beta').map((beta, i) => beta - norm('moving_mean')[i]! * factor[i]!),
  });
}
writeSafetensors(target, state, {
  type: 'F16',
  metadata: {
    source: 'Tiny Darknet by Joseph Redmon, ImageNet, converted to tfjs layers; MIT licence',
    tower: tinyDarknetConfig.id,
  },
});
