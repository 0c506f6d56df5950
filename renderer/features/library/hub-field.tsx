import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Input, Output } from '../../../preload/contract/table.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';

interface Props {
  readonly hub: string;
  readonly saving: UseMutationResult<Output<'models', 'setHub'>, Error, Input<'models', 'setHub'>>;
}

/** The address of the hub: the public one, or a mirror inside an organisation. */
export function HubField({ hub, saving }: Props) {
  const [text, setText] = useState(hub);
  const address = text.trim();
  const problem =
    address !== '' && !(URL.canParse(address) && /^https?:$/.test(new URL(address).protocol))
      ? 'Enter an address that begins with https://.'
      : saving.isError
        ? saving.error.message
        : null;
  const save = () => saving.mutate({ hub: address === '' ? null : address });
  return (
    <div className="flex items-start gap-2">
      <Field
        className="flex-1"
        label="Hub (download site)"
        error={problem}
        help="Leave empty for huggingface.co, or enter the address of your organisation’s mirror."
      >
        {(control) => <TextInput {...control} value={text} onChange={(event) => setText(event.currentTarget.value)} />}
      </Field>
      <Button className="mt-5" busy={saving.isPending} disabled={problem !== null || address === hub} onClick={save}>
        Save
      </Button>
    </div>
  );
}
