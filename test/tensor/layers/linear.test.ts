import { expect, it } from 'vitest';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { Linear } from '../../../main/tensor/layers/linear.ts';
import { Random } from '../../../main/tensor/random.ts';
import { values } from '../ops/finite-differences.ts';

const largestDifference = (a: Tensor, b: Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

it.each([
  { named: 'with a bias', bias: true, adapted: false },
  { named: 'without a bias', bias: false, adapted: false },
  { named: 'with an adapter', bias: true, adapted: true },
])('standardising within the layer says the same and has the same gradients: $named', ({ bias, adapted }) => {
  const layer = new Linear(4, 3, new Random(1), { bias });
  if (adapted) layer.adapt(2, 4, new Random(2));
  tf.tidy(() => {
    const [x, mean, spread] = [values([2, 5, 4], 1), values([4], 2), values([4], 3)];
    const deviation = tf.add(tf.square(spread), 0.5);
    const within = () => layer.applyStandardised(x, mean, deviation);
    const before = () => layer.apply(tf.div(tf.sub(x, mean), deviation));
    expect(within().shape).toEqual([2, 5, 3]);
    expect(largestDifference(within(), before())).toBeLessThan(1e-5);
    const parameters = [...layer.trainableParameters().values()];
    const gradients = [within, before].map((run) => tf.variableGrads(() => tf.sum(tf.square(run())), parameters).grads);
    for (const { name } of parameters)
      expect(largestDifference(gradients[0]![name]!, gradients[1]![name]!)).toBeLessThan(1e-4);
  });
  layer.dispose();
});
