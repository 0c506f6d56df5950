import { AppError } from '../errors/app-error.ts';
import { compareGraphs } from '../scene-graph/compare.ts';
import { createRuleParser } from '../scene-graph/rule-parser.ts';
import { tokenizePtb } from '../text/ptb-tokenizer.ts';
import type { ScoredGraph } from './accumulator.ts';
import { comparePaired, type PairedDifference } from './bootstrap.ts';
import { isJson, pairById, pairByLine, readCaptionsByImage, readText } from './caption-files.ts';
import { metricEntry } from './catalog.ts';
import { type ScoredImage, scoreCorpus } from './corpus-score.ts';
import type { CorpusScores } from './corpus-scorer.ts';
import { meteorWords } from './meteor/meteor-words.ts';
import { type ParaphraseTable, readParaphraseTable } from './meteor/paraphrase-table.ts';

/** Files to score. Paths are shown in errors as they are given. */
export interface ScoreFiles {
  readonly candidates: string;
  readonly references: readonly string[];
  /** Another system's captions of the same images, to be compared with. */
  readonly against?: string | undefined;
  readonly metrics?: readonly string[] | undefined;
  /** Captions that a model was trained on, for the share that it repeats. */
  readonly train?: string | undefined;
  /** Captions over which CIDEr counts documents, instead of the references. */
  readonly documentFrequencies?: string | undefined;
  /** METEOR's paraphrase table. */
  readonly paraphrases?: string | undefined;
}

export interface FileScores extends Pick<CorpusScores, 'corpus' | 'images' | 'count'> {
  /** Candidates − `against`, by metric; null where it has no interval. Only where `against` was given. */
  readonly comparison?: Readonly<Record<string, PairedDifference | null>>;
}

/**
 * Scores files as `nadir score` does. Candidates are COCO results with references as COCO captions or Karpathy JSON, or
 * everything is plain text, one caption a line, with several reference files. Metrics of scene graphs are computed where
 * they are asked for. Throws `unreadable_file`, `malformed_file` or `bad_input`, naming the file, and double, missing and
 * extra image ids with their numbers.
 */
export function scoreFiles(files: ScoreFiles): FileScores {
  if (files.references.length === 0) throw new AppError('bad_input', 'No file with references was given.');
  const images = readPaired(files.candidates, files.references);
  const others = files.against === undefined ? null : inOrder(readPaired(files.against, files.references), images);
  const train = files.train === undefined ? null : readCaptionsByImage(files.train).flat();
  const documents = files.documentFrequencies === undefined ? null : readCaptionsByImage(files.documentFrequencies);
  const paraphrases =
    files.paraphrases === undefined ? null : readTable(files.paraphrases, [...images, ...(others ?? [])]);
  const withGraphs = files.metrics?.some((id) => metricEntry(id).needs === 'graphs') ?? false;
  const score = (of: readonly ScoredImage[]): CorpusScores =>
    scoreCorpus({
      images: of,
      ...(withGraphs ? { graphs: graphsOf(of) } : {}),
      metrics: files.metrics,
      train,
      frequenciesOf: documents,
      paraphrases,
    });
  const scores = score(images);
  const { corpus, images: perImage, count } = scores;
  if (!others) return { corpus, images: perImage, count };
  const theirs = score(others);
  const comparison = Object.fromEntries(Object.keys(corpus).map((id) => [id, comparePaired(id, theirs, scores)]));
  return { corpus, images: perImage, count, comparison };
}

function readPaired(candidates: string, references: readonly string[]): readonly ScoredImage[] {
  const source = readText(candidates);
  const others = references.map(readText);
  const odd = others.find((other) => isJson(other) !== isJson(source));
  if (odd) {
    const kind = (json: boolean) => (json ? 'JSON' : 'plain text');
    throw new AppError(
      'bad_input',
      `${candidates} is ${kind(isJson(source))} and ${odd.file} is ${kind(isJson(odd))}: COCO results go with COCO captions or Karpathy JSON, plain text with plain text.`,
    );
  }
  if (!isJson(source)) return pairByLine(source, others);
  const [first, ...more] = others;
  if (more.length > 0) {
    throw new AppError(
      'bad_input',
      'Several reference files go with plain text only; COCO and Karpathy files hold all references.',
    );
  }
  return pairById(source, first!);
}

/** The same images in the order of `wanted`. Both were paired with the same references, so none is missing. */
function inOrder(images: readonly ScoredImage[], wanted: readonly ScoredImage[]): readonly ScoredImage[] {
  const byId = new Map(images.map((image) => [String(image.imageId), image]));
  return wanted.map(({ imageId }) => {
    const image = byId.get(String(imageId));
    if (!image) throw new AppError('bad_input', `Only one of the two systems captioned the image ${imageId}.`);
    return image;
  });
}

/** Millions of pairs are in METEOR's table; only those whose words the captions have are kept. */
function readTable(file: string, images: readonly ScoredImage[]): ParaphraseTable {
  const vocabulary = new Set<string>();
  for (const { candidate, references } of images) {
    for (const text of [candidate, ...references])
      for (const word of meteorWords(tokenizePtb(text))) vocabulary.add(word);
  }
  return readParaphraseTable(file, vocabulary);
}

function graphsOf(images: readonly ScoredImage[]): readonly ScoredGraph[] {
  const parser = createRuleParser();
  return images.map(({ candidate, references: captions }) => {
    const [graph, ...references] = parser.parseSync([candidate, ...captions]);
    return { graph: graph!, comparison: compareGraphs(graph!, references), references };
  });
}
