import { useState } from 'react';
import type { LibraryModel } from '../../../preload/contract/models.ts';
import { call } from '../../app/engine/api-hooks.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { PathField } from './path-field.tsx';
import { useModelImport } from './use-library.ts';

const WEIGHTS = ['pth', 'pt', 'bin', 'safetensors'];
const chooseWeights = (title: string) => call('shell', 'chooseFile', { title, extensions: WEIGHTS });
const chooseFolder = (title: string) => call('shell', 'chooseDirectory', { title });
const given = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const WHOLE = 'whole';

interface Props {
  /** Models of the library that others may have been trained from. */
  readonly bases: readonly LibraryModel[];
  readonly onClose: () => void;
}

/** Takes in a model where it lies: whole, or what somebody trained, over a model that is here or chosen too. */
export function ImportModelDialog({ bases, onClose }: Props) {
  const [base, setBase] = useState(WHOLE);
  const [path, setPath] = useState<string | null>(null);
  const [folder, setFolder] = useState<string | null>(null);
  const [fineTuned, setFineTuned] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const [licence, setLicence] = useState('');
  const importing = useModelImport(onClose);
  const isWhole = base === WHOLE;
  const run = () => {
    if (path === null) return;
    const names = { path, title: given(title), licence: given(licence) };
    importing.mutate(isWhole ? { ...names, folder, fineTuned } : { ...names, base });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      locked={importing.isPending}
      title="Import a model"
      description="A BLIP, BLIP-2 or InstructBLIP model that is on this computer. Nothing is copied, and nothing in its files is ever run."
      footer={
        <>
          <Button className="ml-auto" variant="ghost" disabled={importing.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" busy={importing.isPending} disabled={path === null} onClick={run}>
            Import
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {bases.length > 0 && (
          <Field
            label="What it is"
            help={
              isWhole
                ? 'All of its parts are in the files chosen below.'
                : 'A file with what training changed; the rest is taken from that model.'
            }
          >
            {(control) => (
              <Select
                id={control.id}
                value={base}
                onChange={setBase}
                options={[
                  { id: WHOLE, label: 'A whole model' },
                  ...bases.map((model) => ({ id: model.id, label: `Fine-tuned from ${model.title}` })),
                ]}
              />
            )}
          </Field>
        )}
        {isWhole ? (
          <>
            <PathField
              label="Model"
              help="Its folder, as it was published, or a file of its weights (.pth of LAVIS, .safetensors)."
              value={path}
              onChange={setPath}
              choices={[
                { title: 'Folder…', choose: () => chooseFolder('Folder of the model') },
                { title: 'File…', choose: () => chooseWeights('Weights') },
              ]}
            />
            <PathField
              label="Fine-tuned weights (optional)"
              help="Where somebody trained the model further: the file with what training changed, such as checkpoint_1.pth of LAVIS."
              value={fineTuned}
              onChange={setFineTuned}
              choices={[{ title: 'File…', choose: () => chooseWeights('Fine-tuned weights') }]}
            />
            <PathField
              label="Settings and vocabulary (optional)"
              help="The folder with config.json and the tokenizer, if they are not beside the weights: any copy of the published model’s."
              value={folder}
              onChange={setFolder}
              choices={[{ title: 'Folder…', choose: () => chooseFolder('Folder with config.json and tokenizer') }]}
            />
          </>
        ) : (
          <PathField
            label="Fine-tuned weights"
            help="The file with what training changed, such as checkpoint_1.pth of LAVIS or model.safetensors of an exported run."
            value={path}
            onChange={setPath}
            choices={[{ title: 'File…', choose: () => chooseWeights('Fine-tuned weights') }]}
          />
        )}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field label="Name (optional)" help="Left empty, that of its folder or file.">
            {(control) => (
              <TextInput
                {...control}
                value={title}
                maxLength={200}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label="Licence (optional)" help="Left empty, the one that its README.md names.">
            {(control) => (
              <TextInput
                {...control}
                value={licence}
                maxLength={200}
                onChange={(event) => setLicence(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
        {importing.isError && <ErrorNotice error={importing.error} />}
      </div>
    </Dialog>
  );
}
