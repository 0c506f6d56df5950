import { X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly value: string | null;
  readonly onChange: (path: string | null) => void;
  readonly choices: readonly { readonly title: string; readonly choose: () => Promise<string | null> }[];
}

/** A file or folder chosen in the system's dialog. */
export function PathField({ label, help, value, onChange, choices }: Props) {
  const id = useId();
  return (
    <fieldset aria-describedby={id}>
      <legend className="font-medium text-ink-2 text-xs">{label}</legend>
      <div className="mt-1 flex items-center gap-2">
        <p className="min-w-0 flex-1 break-all rounded-md border border-line bg-hover px-2 py-1" role="status">
          {value ?? <span className="text-ink-3">None chosen</span>}
        </p>
        {value !== null && <IconButton icon={X} size="sm" label={`Clear ${label}`} onClick={() => onChange(null)} />}
        {choices.map(({ title, choose }) => (
          <Button
            key={title}
            onClick={async () => {
              const chosen = await choose();
              if (chosen !== null) onChange(chosen);
            }}
          >
            {title}
          </Button>
        ))}
      </div>
      <p id={id} className="mt-1 text-ink-3 text-xs">
        {help}
      </p>
    </fieldset>
  );
}
