import { useId } from 'react';
import { useUi } from '../../app/navigation/ui-store.ts';
import { count } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { type FacetName, toggled } from './filter.ts';
import { useFacets } from './use-images.ts';

const FACETS: readonly { readonly name: FacetName; readonly title: string }[] = [
  { name: 'splits', title: 'Split' },
  { name: 'statuses', title: 'Status' },
  { name: 'classes', title: 'Class' },
];

/** Filters by split, status and class with image counts. An image matches any choice of one list, and all lists. */
export function FacetPanel() {
  const facets = useFacets();
  if (facets.isError) return <ErrorNotice error={facets.error} className="m-2" onRetry={() => void facets.refetch()} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable from the keyboard
    <div className="h-full overflow-y-auto px-3 py-2 focus-inset" tabIndex={0} role="group" aria-label="Filter lists">
      {FACETS.map(({ name, title }) => (
        <Facet key={name} name={name} title={title} entries={facets.data?.[name] ?? []} />
      ))}
    </div>
  );
}

interface FacetProps {
  readonly name: FacetName;
  readonly title: string;
  readonly entries: readonly { readonly name: string; readonly images: number }[];
}

function Facet({ name, title, entries }: FacetProps) {
  const { filter, setFilter } = useUi();
  const headingId = useId();
  const chosen: readonly string[] = filter[name];
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby={headingId} className="mb-3">
      <div className="flex h-7 items-center justify-between">
        <h2 id={headingId} className="font-semibold text-ink-2 text-xs">
          {title}
        </h2>
        {chosen.length > 0 && (
          <Button
            variant="ghost"
            size="sm"
            className="h-5"
            onClick={() => setFilter({ [name]: [] })}
            aria-label={`Clear ${title}`}
          >
            Clear
          </Button>
        )}
      </div>
      {entries.map((entry) => (
        <Checkbox
          key={entry.name}
          checked={chosen.includes(entry.name)}
          onChange={() => setFilter({ [name]: toggled(chosen, entry.name) })}
          aside={<span className="tabular text-ink-3 text-xs">{count(entry.images)}</span>}
        >
          {entry.name}
        </Checkbox>
      ))}
    </section>
  );
}
