import { Select } from '../../components/select.tsx';
import { useCompare } from './compare-store.ts';
import { classCounts, type ImageRow, type ImageSort, imageSortTitle } from './image-rows.ts';

const ALL = '(all)';
const sorts: readonly ImageSort[] = ['loss', 'gain', 'name', 'class'];

interface Props {
  readonly rows: readonly ImageRow[];
  /** The class that filters the list; null for all. */
  readonly shownClass: string | null;
}

/** The order and the class filter of the image list. */
export function ListTools({ rows, shownClass }: Props) {
  const { sort, choose } = useCompare();
  const classes = classCounts(rows);
  return (
    <div className="flex gap-2 border-line border-b px-3 py-2">
      <Select
        label="Order"
        value={sort}
        onChange={(id) => choose({ sort: id })}
        options={sorts.map((id) => ({ id, label: imageSortTitle[id] }))}
        className="flex-1"
      />
      {classes.length > 0 && (
        <Select
          label="Class"
          value={shownClass ?? ALL}
          onChange={(id) => choose({ class: id === ALL ? null : id })}
          options={[
            { id: ALL, label: 'All classes' },
            ...classes.map((one) => ({ id: one.name, label: `${one.name} (${one.images})` })),
          ]}
          className="flex-1"
        />
      )}
    </div>
  );
}
