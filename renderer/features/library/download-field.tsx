import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';

interface Props {
  readonly hub: string;
  readonly busy: (repository: string) => boolean;
  readonly onDownload: (repository: string) => void;
}

/** Any other model of these families, by the id it has on the hub. */
export function DownloadField({ hub, busy, onDownload }: Props) {
  const [text, setText] = useState('');
  const repository = text.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (repository === '' || busy(repository)) return;
    onDownload(repository);
    setText('');
  };
  return (
    <form onSubmit={submit} className="flex items-start gap-2 border-line border-b px-4 py-3">
      <Field
        className="flex-1"
        label="Download by id"
        help={`A BLIP, BLIP-2 or InstructBLIP model of ${hub}, for example Salesforce/blip-image-captioning-base.`}
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
      <Button type="submit" className="mt-5" disabled={repository === '' || busy(repository)}>
        Download
      </Button>
    </form>
  );
}
