import { toast } from 'sonner';
import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { useJobsPanel } from '../../app/jobs/jobs-panel-store.ts';

/** Returns the start of computing a model's features for all images of the open project. */
export function usePrepareFeatures(): (modelId: string) => void {
  const show = useJobsPanel((state) => state.show);
  const prepare = useApiMutation('images', 'prepareFeatures', {
    onSuccess: ({ title }) => toast(`Queued: ${title}.`, { action: { label: 'Show jobs', onClick: show } }),
  });
  return (modelId) => prepare.mutate({ modelId, split: null, views: 1 });
}
