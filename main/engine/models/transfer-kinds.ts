import { z } from 'zod';
import type { Job } from '../../../preload/contract/jobs.ts';
import type { ExportedModel } from '../../../preload/contract/models.ts';
import { bytesInWords } from '../../errors/bytes-in-words.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import { type ExportContext, exportModel } from '../export/export-model.ts';
import type { LibraryEntry } from './library-entry.ts';

const downloadSchema = z.object({ repository: z.string() }).readonly();
export type DownloadInput = z.infer<typeof downloadSchema>;
const exportSchema = z.object({ id: z.string(), out: z.string() }).readonly();
export type ModelExportInput = z.infer<typeof exportSchema>;

/** What a layout is good for. */
const layoutWords: Readonly<Record<ExportedModel['layout'], string>> = {
  'hugging-face': "in Hugging Face's layout, which transformers and Nadir load",
  'nadir-mini': "in nadir-mini's own layout, which only Nadir loads",
};

const common = { canPause: false, scope: 'library', survives: false, endsBy: 'cancel' } as const;

/** Downloads into the library. They outlive the open project; what a cancelled one fetched is kept for the next. */
export function downloadKind(
  { library }: ExportContext,
  again: (input: DownloadInput) => Job,
): JobKind<DownloadInput, LibraryEntry> {
  return {
    ...common,
    id: 'model-download',
    resource: 'disk',
    concurrency: 2,
    input: downloadSchema,
    async run({ input: { repository }, signal, progress }) {
      const onProgress = (done: number, total: number) => progress(`Downloading ${repository}`, done, total);
      const entry = await library.download(repository, { signal, onProgress });
      return { state: 'finished', result: entry, output: entry.folder };
    },
    retry: again,
  };
}

/** Models written as folders that stand alone. They need a worker, for the weights are put together as tensors. */
export function modelExportKind(context: ExportContext): JobKind<ModelExportInput, ExportedModel> {
  return {
    ...common,
    id: 'model-export',
    resource: 'device',
    concurrency: 1,
    input: exportSchema,
    async run({ input, signal, progress }) {
      const exported = await exportModel(context, input, { signal, progress });
      const { files, bytes, layout } = exported;
      const reason = `${files} ${files === 1 ? 'file' : 'files'}, ${bytesInWords(bytes)}, ${layoutWords[layout]}.`;
      return { state: 'finished', result: exported, output: exported.path, reason };
    },
  };
}
