import { AppError } from '../errors/app-error.ts';
import type { NamedArray } from '../tensor/state-dict.ts';
import { tensorInfo, type WeightSource } from './weight-source.ts';

// Axis legend: I input width, O output width, R rank. Weights are as torch keeps them, [O, I].

/** Names of LoRA's two matrices beside the weight that they change, as PEFT spells them: [R, I] and [O, R]. */
const [downEnd, upEnd] = ['.lora_A.weight', '.lora_B.weight'];
/** In a file of adapters: how much the change counts, as LoRA's alpha. */
export const alphaKey = 'lora_alpha';

/** Whether a file holds changes of low rank instead of weights. */
export const holdsAdapters = ({ tensors }: Pick<WeightSource, 'tensors'>): boolean =>
  [...tensors.keys()].some((name) => name.endsWith(downEnd));

/**
 * The weights of `base` with the adapters of `top` merged into them while they are read: W + alpha / R · B · A. Separate on
 * disk they take megabytes instead of gigabytes; merged they cost nothing while captioning. Throws `malformed_file` naming
 * a matrix whose fellow is missing, whose weight `base` lacks or that does not fit it, and a file that names no alpha.
 */
export function withAdapters(base: WeightSource, top: WeightSource): WeightSource {
  const alpha = Number(top.metadata[alphaKey]);
  if (!(Number.isFinite(alpha) && alpha > 0))
    throw new AppError('malformed_file', `${top.origin} holds adapters (LoRA) but its metadata has no ${alphaKey}.`);
  const adapted = new Set<string>();
  for (const name of top.tensors.keys()) {
    const stem = name.endsWith(downEnd) ? name.slice(0, -downEnd.length) : name.slice(0, -upEnd.length);
    if (!(name.endsWith(downEnd) || name.endsWith(upEnd)))
      throw new AppError('malformed_file', `${top.origin} holds adapters (LoRA) and "${name}", which is none.`);
    refuseMisfit(base, top, stem);
    adapted.add(`${stem}.weight`);
  }
  return {
    origin: `${base.origin} with ${top.origin} over it`,
    metadata: { ...base.metadata, ...top.metadata },
    tensors: base.tensors,
    read: (name) =>
      adapted.has(name) ? merged(base.read(name), top, name.slice(0, -'.weight'.length), alpha) : base.read(name),
    close() {
      base.close();
      top.close();
    },
  };
}

function refuseMisfit(base: WeightSource, top: WeightSource, stem: string): void {
  const [rank, input] = tensorInfo(top, stem + downEnd).shape;
  const [output, inner] = tensorInfo(top, stem + upEnd).shape;
  const below = base.tensors.get(`${stem}.weight`)?.shape;
  if (!below)
    throw new AppError(
      'malformed_file',
      `${top.origin} does not belong to ${base.origin}: it changes "${stem}.weight", which is not in it.`,
    );
  if (rank === inner && below.join() === [output, input].join()) return;
  throw new AppError(
    'malformed_file',
    `${top.origin} does not belong to ${base.origin}: "${stem}.weight" is [${below.join(', ')}] in it, and the change is [${output}, ${inner}] · [${rank}, ${input}].`,
  );
}

/** Row by row, so that no second matrix of the weight's size is made. */
function merged(weight: NamedArray, top: WeightSource, stem: string, alpha: number): NamedArray {
  const [output, input] = weight.shape as [number, number];
  const down = top.read(stem + downEnd);
  const up = top.read(stem + upEnd).data;
  const rank = down.shape[0]!;
  const data = Float32Array.from(weight.data);
  for (let row = 0; row < output; row++)
    for (let inner = 0; inner < rank; inner++) {
      const factor = (alpha / rank) * up[row * rank + inner]!;
      if (factor === 0) continue;
      const from = inner * input;
      const to = row * input;
      for (let at = 0; at < input; at++) data[to + at]! += factor * down.data[from + at]!;
    }
  return { shape: weight.shape, data };
}
