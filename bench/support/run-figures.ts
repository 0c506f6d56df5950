import { columns } from '../../main/cli/terminal.ts';
import type { Run, RunCheckpoint, RunPoint } from '../../preload/contract/runs.ts';

/** Scores of one checkpoint's greedy captions of the validation images. */
export interface Judged {
  readonly cider: number;
  readonly bleu4: number;
  readonly distinctCaptions: number;
  readonly badEndingRate: number;
}

/** One run's figures; null where the run has no such phase. Minutes of CPU are known of runs that were watched. */
export interface RunFigures {
  readonly seed: number;
  readonly crossEntropy: Judged | null;
  readonly scst: Judged | null;
  /** Mean reward of the sampled captions in the first and the last epoch of self-critical training. */
  readonly firstReward: number | null;
  readonly lastReward: number | null;
  readonly wallMinutes: number | null;
  readonly cpuMinutes: number | null;
}

/** The figures of a run's best checkpoint of each phase, by validation CIDEr, and of its rewards. */
export function runFigures(
  run: Pick<Run, 'config' | 'checkpoints'>,
  points: readonly Pick<RunPoint, 'phase' | 'epoch' | 'values'>[],
  cost: { readonly wallMinutes: number | null; readonly cpuMinutes: number | null },
): RunFigures {
  const rewards = points.filter(({ phase, values }) => phase === 'scst' && values.reward !== undefined);
  // Points carry the epochs done: the first epoch's steps lie in (0, 1].
  const epochOf = (epoch: number): number => Math.ceil(epoch - 1e-9);
  const lastEpoch = Math.max(...rewards.map(({ epoch }) => epochOf(epoch)));
  const rewardIn = (wanted: number): number | null =>
    mean(rewards.filter(({ epoch }) => epochOf(epoch) === wanted).map(({ values }) => values.reward!));
  return {
    seed: Number(run.config.seed),
    crossEntropy: bestOf(run.checkpoints, 'cross-entropy'),
    scst: bestOf(run.checkpoints, 'scst'),
    firstReward: rewardIn(1),
    lastReward: rewardIn(lastEpoch),
    ...cost,
  };
}

function bestOf(checkpoints: readonly RunCheckpoint[], phase: RunCheckpoint['phase']): Judged | null {
  const judged = checkpoints.filter((checkpoint) => checkpoint.phase === phase && 'cider' in checkpoint.metrics);
  if (judged.length === 0) return null;
  const { metrics } = judged.reduce((best, next) => (next.metrics.cider! > best.metrics.cider! ? next : best));
  return {
    cider: metrics.cider!,
    bleu4: metrics.bleu_4!,
    distinctCaptions: metrics.distinct_captions!,
    badEndingRate: metrics.bad_ending_rate!,
  };
}

/** Mean of some numbers, null of none. Example: 1, 2, 6 → 3. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const digits = (value: number | null | undefined, places: number): string =>
  value === null || value === undefined ? '–' : value.toFixed(places);
const signed = (value: number): string => `${value <= -0.0005 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

/** A row for each run, then their means. `Δ` is SCST − CE in CIDEr. */
export function runTable(runs: readonly RunFigures[]): string {
  const gains = runs.flatMap(({ crossEntropy, scst }) =>
    crossEntropy && scst ? [scst.cider - crossEntropy.cider] : [],
  );
  const across = (pick: (run: RunFigures) => number | null | undefined): number | null =>
    mean(runs.map(pick).filter((value) => value !== null && value !== undefined));
  const row = (
    name: string,
    value: (pick: (run: RunFigures) => number | null | undefined) => number | null,
    gain: number | null,
  ) => [
    name,
    digits(
      value((run) => run.crossEntropy?.cider),
      3,
    ),
    digits(
      value((run) => run.scst?.cider),
      3,
    ),
    gain === null ? '–' : signed(gain),
    digits(
      value((run) => run.crossEntropy?.bleu4),
      3,
    ),
    digits(
      value((run) => run.scst?.bleu4),
      3,
    ),
    digits(
      value((run) => run.crossEntropy?.distinctCaptions),
      0,
    ),
    digits(
      value((run) => run.scst?.distinctCaptions),
      0,
    ),
    digits(percent(value((run) => run.crossEntropy?.badEndingRate)), 1),
    digits(percent(value((run) => run.scst?.badEndingRate)), 1),
    digits(
      value((run) => run.firstReward),
      3,
    ),
    digits(
      value((run) => run.lastReward),
      3,
    ),
    digits(
      value((run) => run.wallMinutes),
      1,
    ),
    digits(
      value((run) => run.cpuMinutes),
      1,
    ),
  ];
  const heads = ['seed', 'CIDEr CE', 'SCST', 'Δ', 'BLEU-4 CE', 'SCST', 'distinct CE', 'SCST', 'bad end % CE', 'SCST'];
  return columns([
    [...heads, 'reward first', 'last', 'wall min', 'CPU min'],
    ...runs.map((run) => row(String(run.seed), (pick) => pick(run) ?? null, gainOf(run))),
    row('mean', across, mean(gains)),
  ]);
}

const percent = (share: number | null): number | null => (share === null ? null : share * 100);
const gainOf = ({ crossEntropy, scst }: RunFigures): number | null =>
  crossEntropy && scst ? scst.cider - crossEntropy.cider : null;

/** The bars for UCM's result, a sentence each, with whether they were reached. */
export function verdicts(runs: readonly RunFigures[]): readonly { readonly claim: string; readonly met: boolean }[] {
  const present = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null);
  const crossEntropy = mean(present(runs.map((run) => run.crossEntropy)).map(({ cider }) => cider));
  const gains = present(runs.map(gainOf));
  const scst = present(runs.map((run) => run.scst));
  const complete = gains.length === runs.length && runs.length > 0;
  const gain = mean(gains);
  const rises = runs.every(
    ({ firstReward, lastReward }) => firstReward !== null && lastReward !== null && lastReward > firstReward,
  );
  const worst = Math.max(...scst.map(({ badEndingRate }) => badEndingRate));
  const fewest = Math.min(...scst.map(({ distinctCaptions }) => distinctCaptions));
  return [
    { claim: `cross-entropy CIDEr, mean: ${digits(crossEntropy, 3)} (at least 3.0)`, met: (crossEntropy ?? 0) >= 3 },
    { claim: 'mean sample reward of every seed is higher in the last epoch than in the first', met: complete && rises },
    {
      claim: `CIDEr gain of SCST, mean: ${gain === null ? '–' : signed(gain)} (at least +0.05)`,
      met: complete && gain! >= 0.05,
    },
    {
      claim: `CIDEr gain of the worst seed: ${complete ? signed(Math.min(...gains)) : '–'} (at least −0.05)`,
      met: complete && Math.min(...gains) >= -0.05,
    },
    {
      claim: `bad endings, most of any seed: ${(worst * 100).toFixed(1)} % (at most 2 %)`,
      met: complete && worst <= 0.02,
    },
    { claim: `distinct captions, fewest of any seed: ${fewest} (at least 60)`, met: complete && fewest >= 60 },
  ];
}
