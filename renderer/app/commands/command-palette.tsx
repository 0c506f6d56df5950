import { Command as Cmdk } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useDeferredValue, useState } from 'react';
import type { ImageCard } from '../../../preload/contract/images.ts';
import { Kbd } from '../../components/kbd.tsx';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { useApiQuery } from '../engine/api-hooks.ts';
import { useUi } from '../navigation/ui-store.ts';
import { shownKeys } from '../shortcuts/shortcuts.ts';
import { commandMatch } from './command-filter.ts';
import type { Command } from './use-commands.ts';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly commands: readonly Command[];
  readonly hasProject: boolean;
}

const ITEM =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover data-[disabled=true]:opacity-45';
const GROUP =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-3';

/** Finds commands, and images by name or caption; Enter chooses the first. */
export function CommandPalette({ open, onOpenChange, commands, hasProject }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[min(620px,calc(100vw-48px))] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-pop focus:outline-none"
        >
          <Dialog.Title className="sr-only">Search images and commands</Dialog.Title>
          {open && <Palette commands={commands} hasProject={hasProject} close={() => onOpenChange(false)} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ commands, hasProject, close }: Omit<Props, 'open' | 'onOpenChange'> & { close: () => void }) {
  const [text, setText] = useState('');
  const openImage = useUi((state) => state.openImage);
  const images = useFoundImages(text, hasProject);
  const take = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <Cmdk label="Search images and commands" loop filter={commandMatch}>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search size={16} className="text-ink-3" aria-hidden />
        <Cmdk.Input
          value={text}
          onValueChange={setText}
          placeholder={hasProject ? 'Search images and commands' : 'Search commands'}
          className="h-11 flex-1 bg-transparent text-md outline-none"
        />
      </div>
      <Cmdk.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5">
        {images.length === 0 && (
          <Cmdk.Empty className="px-3 py-6 text-center text-ink-3">No results for “{text}”.</Cmdk.Empty>
        )}
        <Cmdk.Group heading="Commands" className={GROUP}>
          {commands
            .filter((one) => one.enabled && one.id !== 'palette')
            .map((one) => (
              <Cmdk.Item key={one.id} value={one.title} onSelect={take(one.run)} className={ITEM}>
                <one.icon size={15} strokeWidth={1.75} className="text-ink-2" aria-hidden />
                <span className="flex-1 truncate">{one.title}</span>
                {one.shortcut && <Kbd keys={shownKeys(one.shortcut)} />}
              </Cmdk.Item>
            ))}
        </Cmdk.Group>
        {images.length > 0 && (
          <Cmdk.Group heading="Images" className={GROUP} forceMount>
            {images.map((card) => (
              <Cmdk.Item
                key={card.id}
                value={`image ${card.id}`}
                // The engine has already matched these; the list must not filter them again.
                forceMount
                onSelect={take(() => openImage(card.id))}
                className={ITEM}
              >
                <Thumbnail imageId={card.id} className="size-6 rounded-xs object-cover" />
                <span className="shrink-0">{card.fileName}</span>
                <span className="min-w-0 flex-1 truncate text-ink-3">{card.caption}</span>
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        )}
      </Cmdk.List>
    </Cmdk>
  );
}

const SHOWN = 8;

/** Finds the first images whose name or captions contain the words. */
function useFoundImages(text: string, enabled: boolean): readonly ImageCard[] {
  const words = useDeferredValue(text.trim());
  const asked = enabled && words.length >= 2;
  const list = useApiQuery('images', 'list', { text: words }, { enabled: asked, keepPrevious: true });
  const ids = asked ? (list.data?.ids.slice(0, SHOWN) ?? []) : [];
  const cards = useApiQuery('images', 'cards', { ids }, { enabled: ids.length > 0, keepPrevious: true });
  return ids.length > 0 ? (cards.data ?? []) : [];
}
