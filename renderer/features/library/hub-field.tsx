import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Input, Output } from '../../../preload/contract/table.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';

interface Props {
  readonly hub: string;
  readonly saving: UseMutationResult<Output<'models', 'setHub'>, Error, Input<'models', 'setHub'>>;
}

/** The address that downloads come from: the public hub, or a mirror of it inside an organisation. */
export function HubField({ hub, saving }: Props) {
  const [text, setText] = useState(hub);
  const address = text.trim();
  const problem =
    address !== '' && !(URL.canParse(address) && /^https?:$/.test(new URL(address).protocol))
      ? 'An address begins with https://.'
      : saving.isError
        ? saving.error.message
        : null;
  const save = () => saving.mutate({ hub: address === '' ? null : address });
  return (
    <div className="flex items-start gap-2">
      <Field
        className="flex-1"
        label="Hub (the site that downloads come from)"
        error={problem}
        help="Leave it empty for the public one, huggingface.co. An organisation may have a mirror of its own."
      >
        {(control) => <TextInput {...control} value={text} onChange={(event) => setText(event.currentTarget.value)} />}
      </Field>
      <Button className="mt-5" busy={saving.isPending} disabled={problem !== null || address === hub} onClick={save}>
        Save
      </Button>
    </div>
  );
}
