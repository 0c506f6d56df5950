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
  /** Models of the library that fine-tuned weights may belong to. */
  readonly bases: readonly LibraryModel[];
  readonly onClose: () => void;
}

/** Adds a model without copying it: a complete model, or fine-tuned weights on top of another model. */
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
      title="Import model"
      description="Add a BLIP, BLIP-2 or InstructBLIP model from this computer. Nadir reads its files where they are and never runs code in them."
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
            label="Contents"
            help={
              isWhole
                ? 'The chosen files contain the complete model.'
                : 'The chosen file contains the weights that training changed; the rest comes from this model.'
            }
          >
            {(control) => (
              <Select
                id={control.id}
                value={base}
                onChange={setBase}
                options={[
                  { id: WHOLE, label: 'Complete model' },
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
              help="The published folder, or a weights file (.safetensors, or .pth from LAVIS)."
              value={path}
              onChange={setPath}
              choices={[
                { title: 'Folder…', choose: () => chooseFolder('Model folder') },
                { title: 'File…', choose: () => chooseWeights('Weights') },
              ]}
            />
            <PathField
              label="Fine-tuned weights (optional)"
              help="A file with the weights that training changed, such as checkpoint_1.pth from LAVIS."
              value={fineTuned}
              onChange={setFineTuned}
              choices={[{ title: 'File…', choose: () => chooseWeights('Fine-tuned weights') }]}
            />
            <PathField
              label="Configuration and vocabulary (optional)"
              help="A folder with the published model’s config.json and tokenizer, if they are not beside the weights."
              value={folder}
              onChange={setFolder}
              choices={[{ title: 'Folder…', choose: () => chooseFolder('Folder with config.json and tokenizer') }]}
            />
          </>
        ) : (
          <PathField
            label="Fine-tuned weights"
            help="A file with the weights that training changed, such as checkpoint_1.pth from LAVIS or model.safetensors from an exported run."
            value={path}
            onChange={setPath}
            choices={[{ title: 'File…', choose: () => chooseWeights('Fine-tuned weights') }]}
          />
        )}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field label="Name (optional)" help="If empty, the name of its folder or file.">
            {(control) => (
              <TextInput
                {...control}
                value={title}
                maxLength={200}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label="Licence (optional)" help="If empty, the licence named in its README.md.">
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
