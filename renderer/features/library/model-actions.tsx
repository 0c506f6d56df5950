import { Cpu, Ellipsis } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';

interface Props {
  readonly title: string;
  /** Null without an open project. */
  readonly onFineTune: (() => void) | null;
  readonly onCompare: (() => void) | null;
  /** Null without an open project, whose images they are computed for. */
  readonly onPrepare: (() => void) | null;
  readonly exporting: boolean;
  readonly onExport: () => void;
}

/** The actions for a usable model. */
export function ModelActions({ title, onFineTune, onCompare, onPrepare, exporting, onExport }: Props) {
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
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} size="sm" label={`More actions for ${title}`} />}
        entries={[
          {
            id: 'prepare',
            label: onPrepare ? 'Prepare image features' : 'Prepare image features (open a project first)',
            icon: Cpu,
            disabled: onPrepare === null,
            onSelect: () => onPrepare?.(),
          },
        ]}
      />
    </>
  );
}
