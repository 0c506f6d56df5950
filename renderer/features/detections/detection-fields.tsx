import type { DetectionFormat } from '../../../preload/contract/detections.ts';
import { call } from '../../app/engine/api-hooks.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { PathRow } from '../../components/path-row.tsx';
import { Select } from '../../components/select.tsx';
import type { DetectionFlow } from './use-detections.ts';

const FORMATS: readonly { readonly id: DetectionFormat; readonly label: string; readonly detail: string }[] = [
  { id: 'coco', label: 'COCO', detail: 'a JSON file of detections or results' },
  { id: 'dota', label: 'DOTA', detail: 'a folder of text files, one an image or one a class' },
  { id: 'yolo', label: 'YOLO', detail: 'a folder of text files, one an image' },
];

/** Format, place, names of the classes, and the score from which a box counts. */
export function DetectionFields({ flow }: { readonly flow: DetectionFlow }) {
  const { source, change } = flow;
  const disabled = flow.phase === 'importing';
  const isFolder = source.format !== 'coco';
  const chooseResults = async () => {
    const file = isFolder
      ? await call('shell', 'chooseDirectory', { title: 'Folder of the detections' })
      : await call('shell', 'chooseFile', { title: 'Detections', extensions: ['json'] });
    if (file !== null) change({ file });
  };
  const chooseClasses = async () => {
    const extensions = source.format === 'coco' ? ['json'] : ['txt', 'names', 'yaml', 'yml'];
    const classesFile = await call('shell', 'chooseFile', { title: 'Names of the classes', extensions });
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
      <PathRow label={isFolder ? 'Folder' : 'File'} path={source.file} none="Not chosen">
        <Button onClick={() => void chooseResults()} disabled={disabled} aria-label="Choose the detections">
          Choose…
        </Button>
      </PathRow>
      {source.format !== 'dota' && (
        <PathRow
          label="Class names"
          path={source.classesFile}
          none={
            isFolder
              ? 'classes.txt or data.yaml beside the folder, or choose another'
              : 'In the file; choose the dataset for a list of results'
          }
        >
          <Button onClick={() => void chooseClasses()} disabled={disabled} aria-label="Choose the class names">
            Choose…
          </Button>
        </PathRow>
      )}
      <span />
      <Field label="Least score" help="Boxes below are left out. Boxes without a score count." className="w-60">
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
