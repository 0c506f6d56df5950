import { Button } from '../../components/button.tsx';

interface Props {
  readonly title: string;
  /** Null without an open project. */
  readonly onFineTune: (() => void) | null;
  readonly onCompare: (() => void) | null;
  readonly exporting: boolean;
  readonly onExport: () => void;
}

/** The actions for a usable model. */
export function ModelActions({ title, onFineTune, onCompare, exporting, onExport }: Props) {
  return (
    <>
      {onCompare && (
        <Button size="sm" aria-label={`Caption and compare ${title}`} onClick={onCompare}>
          Caption and compare
        </Button>
      )}
      {onFineTune && (
        <Button size="sm" aria-label={`Fine-tune ${title}`} onClick={onFineTune}>
          Fine-tune
        </Button>
      )}
      <Button size="sm" busy={exporting} aria-label={`Export ${title} to a folder`} onClick={onExport}>
        Export…
      </Button>
    </>
  );
}
