import { Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { CAPTION_TEXT } from './caption-item.tsx';
import { cleanCaption } from './text-measure.ts';
import type { CaptionActions } from './use-captions.ts';

interface Props {
  readonly actions: CaptionActions;
  readonly onAdded: (id: number) => void;
}

/** A button that turns into a field for a new caption. An empty field adds nothing. */
export function NewCaption({ actions, onAdded }: Props) {
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const commit = async () => {
    const clean = cleanCaption(text ?? '');
    if (clean === '') {
      setText(null);
      return;
    }
    try {
      const caption = await actions.add(clean);
      setText(null);
      setError(null);
      onAdded(caption.id);
    } catch (failure) {
      setError(failure);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void commit();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      setText(null);
      setError(null);
    }
  };

  if (text === null) {
    return (
      <div className="px-3 py-1.5">
        <Button variant="ghost" onClick={() => setText('')} className="ml-5">
          <Plus size={15} aria-hidden />
          Add caption{' '}
        </Button>
      </div>
    );
  }
  return (
    <div className="px-3 py-1.5 pl-9.5">
      <textarea
        // The field appears on request, so it takes the focus.
        // biome-ignore lint/a11y/noAutofocus: "Add caption" asks for this field
        autoFocus
        aria-label="New caption"
        placeholder="Describe the image. Enter saves."
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={onKeyDown}
        className={`${CAPTION_TEXT} block w-full resize-none overflow-hidden rounded-md border border-edge bg-surface [field-sizing:content]`}
      />
      {error != null && <ErrorNotice error={error} className="mt-1" />}
    </div>
  );
}
