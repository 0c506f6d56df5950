/** Splits whose images are learned from; `restval` is what Karpathy's files call spare validation images used so. */
const trainSplits: ReadonlySet<string> = new Set(['train', 'restval']);
const valSplits: ReadonlySet<string> = new Set(['val', 'validation', 'dev']);
/** Without a validation split every n-th training image is held out to choose the checkpoint by. */
const heldOutEvery = 10;

export interface TrainingSplits<T> {
  readonly train: readonly T[];
  readonly val: readonly T[];
  /** Whether `val` was held out of the train split, because the dataset has no validation split. */
  readonly heldOut: boolean;
}

/** The images a run learns from and those it is judged by; images without captions are neither. Test images never are. */
export function trainingSplits<T extends { readonly split: string; readonly captions: { readonly length: number } }>(
  images: readonly T[],
): TrainingSplits<T> {
  const captioned = images.filter(({ captions }) => captions.length > 0);
  const train = captioned.filter(({ split }) => trainSplits.has(split));
  const val = captioned.filter(({ split }) => valSplits.has(split));
  if (val.length > 0 || train.length < heldOutEvery) return { train, val, heldOut: false };
  const isHeldOut = (at: number): boolean => at % heldOutEvery === heldOutEvery - 1;
  return {
    train: train.filter((_, at) => !isHeldOut(at)),
    val: train.filter((_, at) => isHeldOut(at)),
    heldOut: true,
  };
}
