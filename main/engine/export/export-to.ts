import path from 'node:path';
import type { z } from 'zod';
import type { project } from '../../../preload/contract/project.ts';
import { AppError } from '../../errors/app-error.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { type CaptionFormat, exportCaptions } from './export-captions.ts';

export type ExportRequest = z.output<typeof project.export.input>;
export type Exported = z.output<typeof project.export.output>;
/** Writes what one `what` of an export stands for; `out` is absolute. */
export type ExportHandler = (request: ExportRequest) => Promise<Exported>;

const formats: Readonly<Record<ExportRequest['what'], readonly ExportRequest['format'][]>> = {
  captions: ['coco', 'karpathy'],
  predictions: ['coco-results'],
  model: ['safetensors'],
};

/** Checks the request and writes it. `others` knows what needs a model. Throws `bad_input` for a format that does not fit. */
export async function exportTo(
  store: ProjectStore,
  request: ExportRequest,
  others: Readonly<Record<'predictions' | 'model', ExportHandler>>,
): Promise<Exported> {
  const { what, format, split, modelId } = request;
  const out = path.resolve(request.out);
  if (!formats[what].includes(format)) {
    throw new AppError('bad_input', `${what} cannot be exported as ${format}, only as ${formats[what].join(' or ')}.`);
  }
  if (out === store.file || out.startsWith(store.filesDirectory + path.sep)) {
    throw new AppError('bad_input', `${out} belongs to the project itself. Choose another place to export to.`);
  }
  if (what === 'captions') {
    return { path: out, count: await exportCaptions(store, { format: format as CaptionFormat, out, split }) };
  }
  if (modelId === null) throw new AppError('bad_input', `To export ${what}, say of which model.`);
  return others[what]({ ...request, out });
}
