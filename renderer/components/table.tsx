import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Column<R> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: R) => ReactNode;
  /** Numbers align right, with figures of one width. */
  readonly numeric?: boolean;
  readonly className?: string;
  /** True if rows can be sorted by this column. */
  readonly sortable?: boolean;
}

interface Props<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string | number;
  readonly sort?: { readonly id: string; readonly descending: boolean } | undefined;
  readonly onSort?: (id: string) => void;
  readonly rowProps?: (row: R) => React.ComponentProps<'tr'>;
}

/** A plain table for tens of rows. Screens virtualise longer lists. */
export function Table<R>({ label, columns, rows, rowKey, sort, onSort, rowProps }: Props<R>) {
  return (
    <table aria-label={label} className="w-full border-collapse text-left">
      <thead>
        <tr className="border-line border-b text-ink-3 text-xs">
          {columns.map((column) => {
            const active = sort?.id === column.id;
            return (
              <th
                key={column.id}
                scope="col"
                aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}
                className={cx('h-7 px-2 font-medium', column.numeric && 'text-right', column.className)}
              >
                {column.sortable && onSort ? (
                  <button
                    type="button"
                    onClick={() => onSort(column.id)}
                    className="inline-flex items-center gap-1 rounded-sm font-medium hover:text-ink"
                  >
                    {column.header}
                    {active &&
                      (sort.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
                  </button>
                ) : (
                  column.header
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className="border-line border-b last:border-0" {...rowProps?.(row)}>
            {columns.map((column) => (
              <td
                key={column.id}
                className={cx('px-2 py-1.5 align-top', column.numeric && 'tabular text-right', column.className)}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
