import { rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/** Lines kept of a failed download: the cause stands before a stack trace or a list of versions. */
const keptLines = 60;
const elsewhere = 'or copy the folder that NADIR_CACHE names (~/.cache/nadir) from a machine where it worked';

/** Extracts the cause from the output of `npm --loglevel error`: the first line that says more than a code. */
export function npmReason(text) {
  const lines = text.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const telling = lines.find((line) => line && !/^(code|syscall|errno|type|address|port)\b/.test(line));
  return telling?.replace(/^\w*Error: /, '') ?? 'npm gave no reason';
}

/** The same for pip: its last error. Example: "ERROR: No matching distribution found for x" → without "ERROR: ". */
export function pipReason(text) {
  const errors = text.split('\n').filter((line) => line.startsWith('ERROR: '));
  return errors.at(-1)?.slice('ERROR: '.length).trim() ?? (text.trim().split('\n').at(-1) || 'pip gave no reason');
}

async function orSentence(what, source, reasonOf, advice, work) {
  try {
    return await work();
  } catch (error) {
    if (error.notInstalled) throw error;
    const said = error.message.slice(error.message.indexOf(' failed: ') + ' failed: '.length);
    throw new Error(`${what} could not be had from ${source} (${reasonOf(said)}). ${advice}, ${elsewhere}.`);
  }
}

/** Gets a package's archive from the npm registry into `folder`. Throws one sentence with the reason and a way out. */
export async function npmPack(what, spec, folder) {
  const store = path.join(folder, 'npm');
  const options = ['--loglevel', 'error', '--fetch-retries', '1', '--fetch-retry-mintimeout', '1000', '--cache', store];
  const advice = 'Check the network and the registry that "npm config get registry" names';
  await orSentence(what, 'the npm registry', npmReason, advice, () =>
    run(what, 'npm', ['pack', ...options, spec], { cwd: folder, keptLines }),
  );
  rmSync(store, { recursive: true });
}

/** Gets a wheel from the Python package index with `pip download`. Throws one sentence with the reason and a way out. */
export async function pipDownload(what, args, env) {
  const advice = 'Check the network, name another index in PIP_INDEX_URL or a folder with the wheel in PIP_FIND_LINKS';
  await orSentence(what, 'the Python package index', pipReason, advice, () =>
    run(what, 'pip', ['download', ...args], { env, keptLines }),
  );
}
