import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';

interface Props {
  readonly hub: string;
  readonly busy: (repository: string) => boolean;
  readonly onDownload: (repository: string) => void;
}

/** Downloads any other model of the supported families by its name on the hub. */
export function DownloadField({ hub, busy, onDownload }: Props) {
  const [text, setText] = useState('');
  const repository = text.trim();
  const problem =
    repository === '' || /^[\w.-]+\/[\w.-]+$/.test(repository)
      ? null
      : 'Enter owner/name, as in the address of the model’s page.';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (repository === '' || problem !== null || busy(repository)) return;
    onDownload(repository);
    setText('');
  };
  return (
    <form onSubmit={submit} className="flex items-start gap-2 px-4 py-3">
      <Field
        className="flex-1"
        label="Other model"
        error={problem}
        help={`Any BLIP, BLIP-2 or InstructBLIP model on ${hub}, such as Salesforce/blip-image-captioning-base. Offline, copy a model’s folder to this computer and import it.`}
      >
        {(control) => (
          <TextInput
            {...control}
            placeholder="owner/name"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        className="mt-5"
        aria-label="Download this model"
        disabled={repository === '' || problem !== null || busy(repository)}
      >
        Download
      </Button>
    </form>
  );
}
