import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { Count, SceneGraph } from '../../../preload/contract/scene-graph.ts';
import { AppError } from '../../errors/app-error.ts';
import { ResidentParser } from '../../jobs/resident-parser.ts';
import { evaluateGraphs, type FactualEvaluation } from '../../metrics/factual/evaluate.ts';
import { readFactualGold } from '../../metrics/factual/gold-file.ts';
import { synonymFiles } from '../../metrics/factual/synonyms.ts';
import { createRuleParser } from '../../scene-graph/rule-parser.ts';
import { printGraph } from '../../scene-graph/text-form.ts';
import { resourcesDirectory } from '../../text/resources.ts';
import { terminalOf, withJson } from '../command.ts';
import { workerStarter } from '../session.ts';
import { columns } from '../terminal.ts';

interface EvaluationOptions {
  readonly gold: string;
  readonly parser?: string;
  readonly synonyms?: string;
  readonly perCaption?: boolean;
  readonly json?: boolean;
}

/** parse-eval */
export function parseEvalCommand(program: Command): void {
  withJson(
    program
      .command('parse-eval')
      .description('score a scene-graph parser against gold graphs as FACTUAL’s own evaluation does')
      .requiredOption('--gold <file>', 'CSV with the columns caption and scene_graph')
      .option('--parser <parser>', '"rules", or the folder of a parser; by default the bundled one')
      .option(
        '--synonyms <folder>',
        'folder of english.synsets and english.exceptions; by default the folder of the gold file',
      )
      .option('--per-caption', 'each caption too'),
  ).action(async (options: EvaluationOptions) => {
    const gold = readFactualGold(path.resolve(options.gold));
    const synonyms = synonymsFolder(options);
    const parser = await parseGold(
      gold.map(({ caption }) => caption),
      options.parser,
    );
    const evaluation = evaluateGraphs(parser.graphs, gold, synonyms);
    const document = { parser: parser.name, gold: path.resolve(options.gold), ...evaluation };
    const { captions, ...summary } = document;
    terminalOf(options).result(options.perCaption ? { ...summary, captions } : summary, asText(document, options));
  });
}

/** Graphs in FACTUAL's form by the parser that is asked for, and what it is called. */
async function parseGold(
  texts: readonly string[],
  wanted: string | undefined,
): Promise<{ readonly name: string; readonly graphs: readonly string[] }> {
  if (wanted === 'rules') {
    const rules = createRuleParser();
    return {
      name: `${rules.id} ${rules.version}`,
      graphs: rules.parseSync(texts).map(withoutLooseCounts).map(printGraph),
    };
  }
  const resources = resourcesDirectory();
  const parser = new ResidentParser(workerStarter(), {
    modelDirectory: wanted === undefined ? path.join(resources, 'models/scene-graph') : path.resolve(wanted),
    resourcesDirectory: resources,
  });
  try {
    return { name: `${parser.id} ${parser.version}`, graphs: (await parser.parseFully(texts)).factual };
  } finally {
    await parser.close();
  }
}

/** FACTUAL's annotators wrote exact counts alone: "many" is not a fact of theirs. */
function withoutLooseCounts(graph: SceneGraph): SceneGraph {
  const isExact = (count: Count): boolean => count.min === count.max;
  return {
    ...graph,
    objects: graph.objects.map((each) => ({ ...each, count: each.count && isExact(each.count) ? each.count : null })),
  };
}

/** The lists lie beside the gold file, or beside its folder, in FACTUAL's own data. */
function synonymsFolder({ gold, synonyms }: EvaluationOptions): string {
  if (synonyms !== undefined) return path.resolve(synonyms);
  const folder = path.dirname(path.resolve(gold));
  const found = [folder, path.dirname(folder)].find((each) => existsSync(path.join(each, synonymFiles.synsets)));
  if (found) return found;
  throw new AppError(
    'not_found',
    `FACTUAL's synonym lists ${synonymFiles.synsets} and ${synonymFiles.exceptions} are not beside ${gold}: say where with --synonyms.`,
  );
}

function asText(
  { parser, setMatch, spice, captions }: FactualEvaluation & { readonly parser: string },
  { perCaption }: EvaluationOptions,
): string {
  const each = captions.flatMap(({ caption, graph, gold, setMatch: same, spice: f }) => [
    '',
    `${same === 1 ? '=' : '≠'} ${f.toFixed(3)} ${caption}`,
    `  read ${graph}`,
    ...(same === 1 ? [] : [`  gold ${gold}`]),
  ]);
  return [
    columns([
      ['parser', parser],
      ['captions', String(captions.length)],
      ['set match', setMatch.toFixed(2)],
      ['SPICE F', spice.toFixed(2)],
    ]),
    'Both sides lemmatised, as FACTUAL reports.',
    ...(perCaption ? each : []),
  ].join('\n');
}
