import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import { AppError } from '../../errors/app-error.ts';
import { printGraph } from '../../scene-graph/text-form.ts';
import { terminalOf, withJson, withSession } from '../command.ts';

/** A graph as the command prints it: an exact count as a number, a vague one as its word, none as null. */
export function graphDocument(text: string, graph: SceneGraph) {
  const name = (index: number) => graph.objects[index]!.name;
  return {
    text,
    objects: graph.objects.map((object) => ({
      name: object.name,
      surface: object.surface,
      count:
        object.count === null ? null : object.count.min === object.count.max ? object.count.min : object.count.text,
      attributes: object.attributes.map((attribute) => attribute.name),
      spans: object.spans,
    })),
    relations: graph.relations.map(({ subject, predicate, object, span }) => ({
      subject: name(subject),
      predicate,
      object: name(object),
      span,
    })),
    /** FACTUAL's form, for programs that read it. */
    facts: printGraph(graph),
  };
}

function graphText({ text, objects, relations }: ReturnType<typeof graphDocument>): string {
  const facts = [
    ...objects.map(
      ({ name, count, attributes }) => `  ${[count, ...attributes, name].filter((part) => part !== null).join(' ')}`,
    ),
    ...relations.map(({ subject, predicate, object }) => `  ${subject} · ${predicate} · ${object}`),
  ];
  return [text, ...facts].join('\n');
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
  } catch (cause) {
    throw new AppError('unreadable_file', `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

/** graph */
export function graphCommand(program: Command): void {
  withJson(
    program
      .command('graph')
      .description('the scene graph of captions')
      .argument('[texts...]')
      .option('--file <file>', 'read one caption a line'),
  ).action(async (given: string[], options: { file?: string; json?: boolean }) => {
    const lines = options.file === undefined ? [] : linesOf(options.file);
    const texts = [...given, ...lines];
    if (texts.length === 0) throw new AppError('bad_input', 'Give one or more captions, or --file.');
    const graphs = await withSession(async (session) => {
      const all: SceneGraph[] = [];
      for (let from = 0; from < texts.length; from += 1000) {
        all.push(...(await session.api.graphs.parse({ texts: texts.slice(from, from + 1000) })));
      }
      return all;
    });
    const documents = graphs.map((graph, index) => graphDocument(texts[index]!, graph));
    terminalOf(options).result(documents, documents.map(graphText).join('\n'));
  });
}
