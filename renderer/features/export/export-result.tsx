import { CircleCheck, FolderOpen } from 'lucide-react';
import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { counted } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import type { ExportWhat } from './export-choice.ts';
import type { ExportDone } from './use-export.ts';

const nouns: Readonly<Record<ExportWhat, string>> = { captions: 'caption', predictions: 'caption', model: 'file' };

/** The number of exported items and their location. */
export function ExportResult({ what, done }: { readonly what: ExportWhat; readonly done: ExportDone }) {
  const reveal = useApiMutation('shell', 'reveal');
  return (
    <div role="status" className="flex items-start gap-2 rounded-md border border-ok/40 bg-ok-soft px-3 py-2">
      <CircleCheck size={16} className="mt-0.5 shrink-0 text-ok" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">Exported {counted(done.count, nouns[what])}.</p>
        <p className="break-all text-ink-2 text-xs">{done.path}</p>
      </div>
      <Button size="sm" onClick={() => reveal.mutate({ path: done.path })}>
        <FolderOpen size={13} aria-hidden />
        Show in folder
      </Button>
    </div>
  );
}
