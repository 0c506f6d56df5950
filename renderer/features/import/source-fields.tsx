import { FileJson2, FolderOpen } from 'lucide-react';
import type { ImportFormat } from '../../../preload/contract/project.ts';
import { Button } from '../../components/button.tsx';
import { PathRow } from '../../components/path-row.tsx';
import { Select } from '../../components/select.tsx';
import type { ImportFlow } from './use-import.ts';

const FORMATS: readonly { readonly id: ImportFormat; readonly label: string; readonly detail: string }[] = [
  { id: 'karpathy', label: 'Karpathy JSON', detail: 'images with sentences and splits (RSICD, UCM, Sydney)' },
  { id: 'coco', label: 'COCO captions', detail: 'lists of images and annotations' },
];

const NOT_CHOSEN = 'None chosen. You can also drop it on the window.';

/** The caption file, image folder and format. Choosing one looks for the others beside it. */
export function SourceFields({ flow, disabled }: { readonly flow: ImportFlow; readonly disabled: boolean }) {
  const { source } = flow;
  return (
    <div className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-2">
      <PathRow
        label="Caption file"
        path={source.captionsFile}
        none={NOT_CHOSEN}
        icon={<FileJson2 size={15} aria-hidden />}
      >
        <Button onClick={flow.chooseCaptions} disabled={disabled} aria-label="Choose caption file">
          Choose…
        </Button>
      </PathRow>
      <PathRow
        label="Image folder"
        path={source.imagesDirectory}
        none={NOT_CHOSEN}
        icon={<FolderOpen size={15} aria-hidden />}
      >
        <Button onClick={flow.chooseImages} disabled={disabled} aria-label="Choose image folder">
          Choose…
        </Button>
      </PathRow>
      <span className="text-ink-2">Format</span>
      <Select
        label="Format"
        value={source.format}
        options={FORMATS}
        onChange={flow.setFormat}
        disabled={disabled || source.captionsFile === null}
        placeholder="Detected from the file"
        className="w-60"
      />
      <span />
    </div>
  );
}
