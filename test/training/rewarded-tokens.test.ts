import { expect, it } from 'vitest';
import { composeRewards } from '../../main/rewards/compose.ts';
import { buildRewardCorpus } from '../../main/rewards/corpus.ts';
import { createRuleParser } from '../../main/scene-graph/rule-parser.ts';
import { rewardedTokens } from '../../main/training/self-critical-phase.ts';

const model = {
  words: (tokens: readonly number[]) => tokens.filter((id) => id > 3).map((id) => ['a', 'green', 'field'][id - 4]!),
};
const written = (finished: boolean, ...tokens: number[]) => ({ tokens, finished, logProbabilities: [], entropies: [] });

it('a finished caption is rewarded with its end token, an unfinished one without', () => {
  expect(rewardedTokens(model, written(true, 4, 5, 6, 2))).toEqual(['a', 'green', 'field', '<eos>']);
  expect(rewardedTokens(model, written(false, 4, 5, 6))).toEqual(['a', 'green', 'field']);
});

it('of two captions with the same words the unfinished one earns less', () => {
  const parser = createRuleParser();
  const corpus = buildRewardCorpus({
    images: [
      { id: 1, references: ['A green field.'] },
      { id: 2, references: ['Two planes stand there.'] },
    ],
    parse: (texts) => parser.parseSync(texts),
  });
  const captions = [written(true, 4, 5, 6, 2), written(false, 4, 5, 6)].map((one) => rewardedTokens(model, one));
  const [finished, cut] = composeRewards({ weights: { cider: 1 }, corpus })({ imageIds: [1, 1], captions }).total;
  expect(finished).toBeCloseTo(10, 6);
  expect(cut).toBeLessThan(9);
});
