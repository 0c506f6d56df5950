import type { DetectionFormat } from '../../../preload/contract/detections.ts';
import { call } from '../../app/engine/api-hooks.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { PathRow } from '../../components/path-row.tsx';
import { Select } from '../../components/select.tsx';
import type { DetectionFlow } from './use-detections.ts';

const FORMATS: readonly { readonly id: DetectionFormat; readonly label: string; readonly detail: string }[] = [
  { id: 'coco', label: 'COCO', detail: 'JSON file of detections or results' },
  { id: 'dota', label: 'DOTA', detail: 'folder of text files, one per image or class' },
  { id: 'yolo', label: 'YOLO', detail: 'folder of text files, one per image' },
];

/** Format, location, class names and minimum score of the detections. */
export function DetectionFields({ flow }: { readonly flow: DetectionFlow }) {
  const { source, change } = flow;
  const disabled = flow.phase === 'importing';
  const isFolder = source.format !== 'coco';
  const chooseResults = async () => {
    const file = isFolder
      ? await call('shell', 'chooseDirectory', { title: 'Detections folder' })
      : await call('shell', 'chooseFile', { title: 'Detections', extensions: ['json'] });
    if (file !== null) change({ file });
  };
  const chooseClasses = async () => {
    const extensions = source.format === 'coco' ? ['json'] : ['txt', 'names', 'yaml', 'yml'];
    const classesFile = await call('shell', 'chooseFile', { title: 'Class names', extensions });
    if (classesFile !== null) change({ classesFile });
  };
  return (
    <div className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-2">
      <span className="text-ink-2">Format</span>
      <Select
        label="Format"
        value={source.format}
        options={FORMATS}
        onChange={(format) => change({ format })}
        disabled={disabled}
        className="w-60"
      />
      <span />
      <PathRow label={isFolder ? 'Folder' : 'File'} path={source.file} none="None chosen">
        <Button onClick={() => void chooseResults()} disabled={disabled} aria-label="Choose detections">
          Choose…
        </Button>
      </PathRow>
      {source.format !== 'dota' && (
        <PathRow
          label="Class names"
          path={source.classesFile}
          none={
            isFolder
              ? 'Default: classes.txt or data.yaml beside the folder'
              : 'Default: in the file. For a list of results, choose the dataset file.'
          }
        >
          <Button onClick={() => void chooseClasses()} disabled={disabled} aria-label="Choose class names">
            Choose…
          </Button>
        </PathRow>
      )}
      <span />
      <Field label="Minimum score" help="Boxes below it are left out. Boxes without a score are kept." className="w-60">
        {(control) => (
          <TextInput
            {...control}
            type="number"
            min={0}
            max={1}
            step={0.05}
            value={source.minScore}
            disabled={disabled}
            onChange={(event) => change({ minScore: Math.min(1, Math.max(0, event.target.valueAsNumber || 0)) })}
          />
        )}
      </Field>
      <span />
    </div>
  );
}
