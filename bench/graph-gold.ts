import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { forkedWorkers } from '../main/jobs/forked-worker.ts';
import { ResidentParser } from '../main/jobs/resident-parser.ts';
import type { GraphParser } from '../main/scene-graph/parser.ts';
import { createRuleParser } from '../main/scene-graph/rule-parser.ts';
import { resourcesDirectory } from '../main/text/resources.ts';
import { describeConfusions, describeEvaluation, evaluate } from '../test/scene-graph/gold/evaluate.ts';
import { goldCases } from '../test/scene-graph/gold/read-gold.ts';

/**
 * A parser against the gold graphs: `node bench/graph-gold.ts [tune|held-out] [--parser X] [--confusions]`. X is "rules" (which
 * is also meant without it), the folder of a neural parser, "bundled" for the one that ships, or a file that exports
 * `createParser(): GraphParser`, or a promise of one.
 */
const [half = 'tune'] = process.argv.slice(2).filter((argument) => /^(?:tune|held-out)$/.test(argument));
const place = process.argv.indexOf('--parser');
const wanted = place === -1 ? 'rules' : (process.argv[place + 1] ?? '');

async function parserOf(name: string): Promise<GraphParser | ResidentParser> {
  if (name === 'rules') return createRuleParser();
  if (/\.[cm]?[jt]s$/.test(name)) {
    const module = (await import(pathToFileURL(path.resolve(name)).href)) as { createParser(): Promise<GraphParser> };
    return module.createParser();
  }
  const resources = resourcesDirectory();
  const directory = name === 'bundled' ? path.join(resources, 'models/scene-graph') : path.resolve(name);
  const entry = path.join(import.meta.dirname, '../main/worker/main.ts');
  return new ResidentParser(forkedWorkers({ entry }), { modelDirectory: directory, resourcesDirectory: resources });
}

const cases = goldCases(half as 'tune' | 'held-out');
if (cases !== undefined) {
  const parser = await parserOf(wanted);
  const evaluation = await evaluate(parser, cases);
  if (parser instanceof ResidentParser) await parser.close();
  console.log(
    `# ${parser.id} ${parser.version} on ${cases.length} gold graphs (${half})\n${describeEvaluation(evaluation)}`,
  );
  if (process.argv.includes('--confusions')) console.log(`\n${describeConfusions(evaluation.all)}`);
}
