import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { apiKey, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { count, dateTime } from '../../app/words/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Table } from '../../components/table.tsx';

/** The detections imported before; empty if none. */
export function DetectionSources() {
  const queries = useQueryClient();
  const sources = useApiQuery('detections', 'sources', {}, { staleTimeMs: 0 });
  const remove = useApiMutation('detections', 'remove', {
    onSuccess: () => void queries.invalidateQueries({ queryKey: apiKey('detections', 'sources') }),
  });
  if (!sources.data || sources.data.length === 0) return null;
  return (
    <section aria-label="Detections in this project">
      <h3 className="mb-1 font-semibold text-ink-2 text-xs">In this project</h3>
      <Table
        label="Detections in this project"
        columns={[
          { id: 'name', header: 'Name', cell: ({ name, file }) => <span title={file}>{name}</span> },
          { id: 'format', header: 'Format', cell: ({ format }) => format.toUpperCase() },
          { id: 'images', header: 'Images', numeric: true, cell: ({ images }) => count(images) },
          { id: 'objects', header: 'Objects', numeric: true, cell: ({ objects }) => count(objects) },
          { id: 'at', header: 'Imported', cell: ({ importedAt }) => dateTime(importedAt) },
          {
            id: 'remove',
            header: '',
            cell: ({ id, name }) => (
              <IconButton
                size="sm"
                icon={Trash2}
                label={`Remove ${name}`}
                disabled={remove.isPending}
                onClick={() => remove.mutate({ id })}
              />
            ),
          },
        ]}
        rows={sources.data}
        rowKey={({ id }) => id}
      />
    </section>
  );
}
