import type { GraphParser } from '../main/scene-graph/parser.ts';
import { createRuleParser } from '../main/scene-graph/rule-parser.ts';
import { describeConfusions, describeEvaluation, evaluate } from '../test/scene-graph/gold/evaluate.ts';
import { goldCases } from '../test/scene-graph/gold/read-gold.ts';

/**
 * A parser against the gold graphs: `node bench/graph-gold.ts [tune|held-out] [--parser file.ts] [--confusions]`. The file
 * exports `createParser(): GraphParser` (or a promise of one); without it the rules are measured.
 */
const [half = 'tune'] = process.argv.slice(2).filter((argument) => /^(?:tune|held-out)$/.test(argument));
const file = process.argv[process.argv.indexOf('--parser') + 1];
const parser: GraphParser = process.argv.includes('--parser')
  ? await (
      (await import(new URL(file ?? '', `file://${process.cwd()}/`).href)) as { createParser(): Promise<GraphParser> }
    ).createParser()
  : createRuleParser();
const cases = goldCases(half as 'tune' | 'held-out');
if (cases !== undefined) {
  const evaluation = await evaluate(parser, cases);
  console.log(
    `# ${parser.id} ${parser.version} on ${cases.length} gold graphs (${half})\n${describeEvaluation(evaluation)}`,
  );
  if (process.argv.includes('--confusions')) console.log(`\n${describeConfusions(evaluation.all)}`);
}
