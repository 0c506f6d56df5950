/**
 * The reward of each sample above its baseline. `rewards` holds `samples` values for each image, image by image.
 *
 * - `leave-one-out`: the mean of the image's other samples, (Σ rewards − rewardᵢ) ÷ (n − 1) (Kool et al. 2019).
 *   Rewards 1, 2, 6 give −3, −1.5, 4.5.
 * - `greedy`: the reward of the image's greedy caption (Rennie et al. 2017, eq. 8); needs `greedyRewards`.
 */
export function advantages(
  rewards: Float64Array,
  samples: number,
  baseline: 'leave-one-out' | 'greedy',
  greedyRewards: Float64Array | null,
): Float64Array {
  if (baseline === 'greedy') {
    if (greedyRewards === null) throw new RangeError('The greedy baseline needs the rewards of greedy captions.');
    return rewards.map((reward, row) => reward - greedyRewards[Math.floor(row / samples)]!);
  }
  const result = new Float64Array(rewards.length);
  for (let from = 0; from < rewards.length; from += samples) {
    const group = rewards.subarray(from, from + samples);
    const sum = group.reduce((total, reward) => total + reward, 0);
    for (const [at, reward] of group.entries()) result[from + at] = reward - (sum - reward) / (samples - 1);
  }
  return result;
}

/** Share of images whose samples all earned the same: they teach nothing. */
export function equalGroupShare(rewards: Float64Array, samples: number): number {
  const groups = rewards.length / samples;
  let equal = 0;
  for (let from = 0; from < rewards.length; from += samples) {
    if (rewards.subarray(from, from + samples).every((reward) => Math.abs(reward - rewards[from]!) < 1e-9)) equal++;
  }
  return groups === 0 ? 0 : equal / groups;
}
