/** On a small dataset an epoch takes a second; judging and saving the model after each would take most of the time. */
const leastStepsBetween = 30;

/** Whether a checkpoint is made after `epoch` (0-based) of `epochs`: the last always, others at least 30 steps apart. */
export function isCheckpointEpoch(epoch: number, epochs: number, stepsPerEpoch: number): boolean {
  const every = Math.max(1, Math.ceil(leastStepsBetween / stepsPerEpoch));
  return epoch === epochs - 1 || (epoch + 1) % every === 0;
}
