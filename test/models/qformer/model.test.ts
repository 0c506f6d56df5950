import { expect, it } from 'vitest';
import type { QFormerConfig } from '../../../main/models/qformer/config.ts';
import { QFormer } from '../../../main/models/qformer/model.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { Dropout } from '../../../main/tensor/dropout.ts';
import { Random } from '../../../main/tensor/random.ts';
import {
  add,
  attention,
  gelu,
  layerNorm,
  linear,
  type Matrix,
  randomMatrix,
  unevenWeights,
  Weights,
  worstDifference,
} from './plain-arithmetic.ts';

const tiny: QFormerConfig = {
  queries: 3,
  width: 4,
  layers: 3,
  heads: 2,
  feedForwardWidth: 6,
  imageWidth: 5,
  crossAttentionEvery: 2,
  norm: 'after',
  epsilon: 1e-5,
};

/** A Q-Former as its papers write it: Devlin et al. 2019 with norms after each part, or before it and once at the end. */
function plain(config: QFormerConfig, weights: Weights, image: Matrix): Matrix {
  const { epsilon, heads, norm } = config;
  const scale = 1 / Math.sqrt(config.width / heads);
  const residual = (x: Matrix, own: Weights, part: (input: Matrix) => Matrix): Matrix =>
    norm === 'before'
      ? add(x, part(layerNorm(x, own.at('norm'), epsilon)))
      : layerNorm(add(x, part(x)), own.at('norm'), epsilon);
  const queries = weights.matrix('query_tokens');
  let x = norm === 'after' ? layerNorm(queries, weights.at('norm'), epsilon) : queries;
  for (let index = 0; index < config.layers; index++) {
    const layer = weights.at(`layer.${index}`);
    x = residual(x, layer.at('self_attention_residual'), (y) =>
      attention(y, y, layer.at('self_attention'), { heads, scale }),
    );
    if (index % config.crossAttentionEvery === 0)
      x = residual(x, layer.at('cross_attention_residual'), (y) =>
        attention(y, image, layer.at('cross_attention'), { heads, scale }),
      );
    x = residual(x, layer.at('feed_forward_residual'), (y) =>
      linear(
        linear(y, layer.at('intermediate')).map((row) => row.map(gelu)),
        layer.at('output'),
      ),
    );
  }
  return norm === 'before' ? layerNorm(x, weights.at('norm'), epsilon) : x;
}

it.each(['before', 'after'] as const)('equals plain arithmetic with norms %s each part, for each image', (norm) => {
  const config = { ...tiny, norm };
  const model = new QFormer(config, new Random(1));
  const weights = new Weights(unevenWeights(model, 2));
  const images = [randomMatrix(7, 5, 3), randomMatrix(7, 5, 4)];
  const actual = tf.tidy(() => model.apply(tf.tensor3d(images as number[][][]), null).dataSync());
  const expected = images.flatMap((image) => plain(config, weights, image));
  expect(worstDifference(actual, expected)).toBeLessThan(1e-5);
  // The comparison can fail: the images differ in what they give.
  expect(worstDifference(actual, [...expected.slice(3), ...expected.slice(0, 3)])).toBeGreaterThan(1e-3);
  model.dispose();
});

it('cross-attention stands in every n-th layer, the first among them', () => {
  const layersWith = (crossAttentionEvery: number): string[] => {
    const model = new QFormer({ ...tiny, crossAttentionEvery }, new Random(1));
    const names = [...model.namedParameters()].map(([name]) => name);
    model.dispose();
    return names.filter((name) => name.endsWith('cross_attention.q.weight')).map((name) => name.split('.')[1]!);
  };
  expect(layersWith(1)).toEqual(['0', '1', '2']);
  expect(layersWith(2)).toEqual(['0', '2']);
  expect(layersWith(3)).toEqual(['0']);
});

it('repeats itself without dropout, differs with it, and leaves no tensors behind', () => {
  const model = new QFormer(tiny, new Random(1));
  const before = tf.memory().numTensors;
  const run = (dropout: Dropout | null): number[] =>
    tf.tidy(() => Array.from(model.apply(tf.tensor3d([randomMatrix(7, 5, 3) as number[][]]), dropout).dataSync()));
  expect(run(null)).toEqual(run(null));
  expect(run(new Dropout(0.5, new Random(4)))).not.toEqual(run(null));
  expect(run(new Dropout(0.5, new Random(4)))).toEqual(run(new Dropout(0.5, new Random(4))));
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
