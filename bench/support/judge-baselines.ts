import type { Session } from '../../main/cli/session.ts';
import { columns } from '../../main/cli/terminal.ts';
import { captionHealth } from '../../main/metrics/diversity.ts';
import { tokenizePtb } from '../../main/text/ptb-tokenizer.ts';
import type { PredictionSet } from '../../preload/contract/compare.ts';

/** Captions a split with a model, or finds that it is done, and waits for the end. Throws with its reason when it failed. */
async function captioned({ api, on }: Session, modelId: string, split: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = (set: PredictionSet): void => {
      if (set.modelId !== modelId || set.split !== split) return;
      if (set.state === 'finished') resolve();
      if (set.state === 'failed') reject(new Error(`${modelId}: ${set.reason ?? 'captioning failed'}`));
    };
    on('predictions', look);
    api.compare.caption({ modelId, split, strategy: 'greedy' }).then(look, reject);
  });
}

/**
 * What any result on this dataset must be read against, as a table: the captioners without a language model, and people
 * (each reference against the image's others, the mean over all of them).
 */
export async function baselineTable(session: Session, split: string): Promise<string> {
  const models = (await session.api.compare.models({})).filter(({ kind }) => kind === 'baseline');
  const rows = [];
  for (const { id, title } of models) {
    await captioned(session, id, split);
    const { metrics, images } = await session.api.compare.table({ a: id, b: id, split });
    const score = (metric: string): string => metrics.find((row) => row.id === metric)?.a?.toFixed(3) ?? '–';
    const health = captionHealth(images.map(({ captionA }) => tokenizePtb(captionA)));
    const badEndings = health.badEndingRate === null ? '–' : (health.badEndingRate * 100).toFixed(1);
    rows.push([
      title,
      score('cider'),
      score('bleu_4'),
      String(health.distinctCaptions),
      badEndings,
      String(images.length),
    ]);
  }
  return columns([['baseline', 'CIDEr', 'BLEU-4', 'distinct', 'bad end %', 'images'], ...rows]);
}
