import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';

/** A file of a repository with what its content must hash to: sha256 where it is large, else git's own of the blob. */
export interface HubFile {
  readonly name: string;
  readonly size: number;
  readonly checksum: { readonly kind: 'sha256' | 'git'; readonly value: string };
}

/** A hub's listing of a model's repository at one commit. */
export interface HubListing {
  readonly repository: string;
  /** The commit that the files are of, so that a download goes on with the same files whatever is pushed meanwhile. */
  readonly commit: string;
  /** As its card names it, for example "bsd-3-clause"; null where it names none. */
  readonly licence: string | null;
  readonly files: readonly HubFile[];
}

const answerSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  cardData: z.object({ license: z.union([z.string(), z.array(z.string())]).optional() }).nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string().min(1),
      size: z.int().nonnegative(),
      blobId: z
        .string()
        .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
        .optional()
        .catch(undefined),
      lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }).nullish(),
    }),
  ),
});

/** `owner/name`, or the name alone of the few models without an owner. */
const repositoryPattern = /^(?:[\w][\w.-]*\/)?[\w][\w.-]*$/;

/** Throws `bad_input` for what is not a repository's id. */
export function checkRepository(repository: string): void {
  if (!repositoryPattern.test(repository) || repository.includes('..'))
    throw new AppError(
      'bad_input',
      `"${repository}" is not a model's id. One looks like "Salesforce/blip-image-captioning-base".`,
    );
}

/**
 * Asks a hub for a model's files. `hub` is its address. Throws `not_found` for a model that it does not have or show,
 * `unreachable` when it does not answer, `malformed_file` when it answers something else.
 */
export async function hubListing(
  hub: string,
  repository: string,
  revision: string,
  signal?: AbortSignal,
): Promise<HubListing> {
  checkRepository(repository);
  const address = `${hub.replace(/\/$/, '')}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const response = await hubFetch(address, repository, { signal: signal ?? null });
  const answer = answerSchema.safeParse(await jsonOf(response));
  if (!answer.success)
    throw new AppError('malformed_file', `${hub} answered something that is not a list of a model's files.`, {
      cause: answer.error,
    });
  const { siblings, sha, cardData } = answer.data;
  const licence = cardData?.license;
  const twice = siblings.find(({ rfilename }, at) => siblings.some((one, i) => i < at && one.rfilename === rfilename));
  if (twice)
    throw new AppError('malformed_file', `${hub} lists ${quoted(twice.rfilename)} of ${repository} twice.`, {});
  return {
    repository,
    commit: sha,
    licence: (Array.isArray(licence) ? licence.join(', ') : licence) ?? null,
    files: siblings.flatMap(({ rfilename: name, size, blobId, lfs }): HubFile[] => {
      if (!isPlainPath(name)) return [];
      if (lfs) return [{ name, size, checksum: { kind: 'sha256', value: lfs.sha256 } }];
      return blobId ? [{ name, size, checksum: { kind: 'git', value: blobId } }] : [];
    }),
  };
}

/** The listing of the largest repositories has some 1 MB. */
const longestListingBytes = 20_000_000;

/** Parses an answer; undefined where it is not JSON, too long, or cut short. */
async function jsonOf(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > longestListingBytes) return undefined; // Leaving the loop ends the answer.
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    return undefined;
  }
}

/** A path that stays in its folder: it becomes one on this disk. */
const isPlainPath = (name: string): boolean =>
  !name.includes('\\') && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** A request, for the list of a repository's files or for `file`, whose failures are told as what they mean for a person. */
export async function hubFetch(
  address: string,
  repository: string,
  init: RequestInit,
  file?: string,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    const why = ((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message;
    throw new AppError(
      'unreachable',
      `${new URL(address).host} cannot be reached (${why}). Check the connection, or import the model from a folder.`,
      { cause },
    );
  }
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 404)
    throw new AppError(
      'not_found',
      file === undefined
        ? `${new URL(address).host} has no model "${repository}" that is open to everybody.`
        : `${new URL(address).host} lists ${quoted(file)} of "${repository}" but does not have it. Try again later, or import the model from a folder.`,
    );
  if (response.status === 401 || response.status === 403)
    throw new AppError(
      'not_found',
      `"${repository}" may only be downloaded after logging in and accepting its terms. Download it with the hub's own tool, then import the folder.`,
    );
  throw new AppError(
    'unreachable',
    `${new URL(address).host} answered ${response.status} ${response.statusText}. Try again later.`,
    {
      details: { status: response.status },
    },
  );
}
