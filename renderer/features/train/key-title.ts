/** Spoken form of a key of a point: "rewardSpread" and "reward_spread" become "Reward spread". */
export function keyTitle(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
