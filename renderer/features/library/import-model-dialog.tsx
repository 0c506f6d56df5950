import { useState } from 'react';
import { call } from '../../app/api-hooks.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { PathField } from './path-field.tsx';
import { useModelImport } from './use-library.ts';

const WEIGHTS = ['pth', 'pt', 'bin', 'safetensors'];
const chooseWeights = (title: string) => call('shell', 'chooseFile', { title, extensions: WEIGHTS });
const chooseFolder = (title: string) => call('shell', 'chooseDirectory', { title });

/** Takes in a model where it lies: a folder as published, or LAVIS's .pth files with the folder they belong to. */
export function ImportModelDialog({ onClose }: { readonly onClose: () => void }) {
  const [path, setPath] = useState<string | null>(null);
  const [folder, setFolder] = useState<string | null>(null);
  const [fineTuned, setFineTuned] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const importing = useModelImport(onClose);
  const run = () => {
    if (path !== null) importing.mutate({ path, folder, fineTuned, title: title.trim() === '' ? null : title.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      locked={importing.isPending}
      title="Import a model"
      description="Nothing is copied: the files stay where they are, and nothing in them is ever run."
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
        <PathField
          label="Model"
          help="A folder with config.json, tokenizer and weights, or a file of weights (.pth, .safetensors)."
          value={path}
          onChange={setPath}
          choices={[
            { title: 'Folder…', choose: () => chooseFolder('Folder of the model') },
            { title: 'File…', choose: () => chooseWeights('Weights') },
          ]}
        />
        <PathField
          label="Fine-tuned weights (optional)"
          help="A checkpoint that holds only what was trained, such as LAVIS’s checkpoint_1.pth: it is laid over the model."
          value={fineTuned}
          onChange={setFineTuned}
          choices={[{ title: 'File…', choose: () => chooseWeights('Fine-tuned weights') }]}
        />
        <PathField
          label="Configuration and tokenizer (optional)"
          help="The folder with config.json and the tokenizers, where they are not beside the weights: any copy of the published model’s."
          value={folder}
          onChange={setFolder}
          choices={[{ title: 'Folder…', choose: () => chooseFolder('Folder with config.json and tokenizer') }]}
        />
        <Field label="Name (optional)">
          {(control) => (
            <TextInput
              {...control}
              value={title}
              maxLength={200}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          )}
        </Field>
        {importing.isError && <ErrorNotice error={importing.error} />}
      </div>
    </Dialog>
  );
}
