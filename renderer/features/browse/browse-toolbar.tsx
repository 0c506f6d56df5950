import { ArrowDownNarrowWide, ArrowUpNarrowWide, Search, X } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import type { ImageQuery } from '../../../preload/contract/images.ts';
import { useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { shownKeys } from '../../app/shortcuts/shortcuts.ts';
import { count } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Select } from '../../components/select.tsx';
import { isFiltering, unfiltered } from './filter.ts';
import type { GridSize } from './grid-geometry.ts';

const SORTS: readonly { readonly id: ImageQuery['sort']; readonly label: string }[] = [
  { id: 'imported', label: 'Import order' },
  { id: 'name', label: 'File name' },
  { id: 'class', label: 'Class' },
  { id: 'captions', label: 'Number of captions' },
];

const SIZES: readonly { readonly id: GridSize; readonly label: string; readonly name: string }[] = [
  { id: 'small', label: 'S', name: 'Small thumbnails' },
  { id: 'medium', label: 'M', name: 'Medium thumbnails' },
  { id: 'large', label: 'L', name: 'Large thumbnails' },
];

interface Props {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** Number of matching images; null before the first answer. */
  readonly shown: number | null;
  readonly total: number;
}

export function BrowseToolbar({ searchRef, shown, total }: Props) {
  const { filter, setFilter } = useUi();
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-line border-b bg-surface px-3">
      <SearchField inputRef={searchRef} />
      {isFiltering(filter) && (
        <Button variant="ghost" size="sm" onClick={() => setFilter(unfiltered(filter))}>
          Clear
        </Button>
      )}
      <p className="tabular ml-auto truncate text-ink-2 text-xs" role="status">
        {shown !== null && (shown === total ? `${count(total)} images` : `${count(shown)} of ${count(total)} images`)}
      </p>
      <Select
        label="Sort by"
        prefix="Sort"
        value={filter.sort}
        options={SORTS}
        onChange={(sort) => setFilter({ sort })}
        className="max-w-48"
      />
      <IconButton
        icon={filter.descending ? ArrowDownNarrowWide : ArrowUpNarrowWide}
        label={filter.descending ? 'Sort ascending' : 'Sort descending'}
        onClick={() => setFilter({ descending: !filter.descending })}
      />
      <SizeChoice />
    </div>
  );
}

function SizeChoice() {
  const size = useGridSize();
  const update = useApiMutation('settings', 'update');
  const settings = useApiQuery('settings', 'get', {});
  return (
    <Segmented
      label="Thumbnail size"
      value={size}
      options={SIZES}
      onChange={(gridSize) => update.mutate({ gridSize }, { onSuccess: () => void settings.refetch() })}
    />
  );
}

export function useGridSize(): GridSize {
  return useApiQuery('settings', 'get', {}).data?.gridSize ?? 'medium';
}

/** The list follows typing after a pause, so that not every letter starts a query. */
const TYPING_PAUSE_MS = 120;

function SearchField({ inputRef }: { readonly inputRef: RefObject<HTMLInputElement | null> }) {
  const { filter, setFilter } = useUi();
  const [text, setText] = useState(filter.text);
  useEffect(() => setText(filter.text), [filter.text]);
  useEffect(() => {
    if (text === filter.text) return;
    const timer = setTimeout(() => setFilter({ text }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, filter.text, setFilter]);
  return (
    <search className="relative flex min-w-36 max-w-90 flex-1 items-center">
      <Search size={14} className="pointer-events-none absolute left-2 text-ink-3" aria-hidden />
      <input
        ref={inputRef}
        type="text"
        aria-label="Filter by captions or file names"
        placeholder="Filter by caption or name"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (text === '') event.currentTarget.blur();
          setText('');
          setFilter({ text: '' });
        }}
        className="h-7 w-full rounded-md border border-edge bg-surface pr-16 pl-7"
      />
      <span className="absolute right-1 flex items-center">
        {text === '' ? (
          <Kbd keys={shownKeys('find')} />
        ) : (
          <IconButton icon={X} label="Clear text" size="sm" onClick={() => setFilter({ text: '' })} />
        )}
      </span>
    </search>
  );
}
