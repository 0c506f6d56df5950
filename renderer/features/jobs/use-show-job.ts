import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { useUi } from '../../app/navigation/ui-store.ts';
import { useCompare } from '../compare/compare-store.ts';
import { useTrain } from '../train/train-store.ts';
import type { ShowTarget } from './show-target.ts';

/** Leads to what a job makes. */
export function useShowJob(): (target: ShowTarget) => void {
  const { showScreen, closeImage } = useUi();
  const showRun = useTrain((state) => state.showRun);
  const { compareWith, choose } = useCompare();
  const reveal = useApiMutation('shell', 'reveal');
  return (target) => {
    switch (target.place) {
      case 'train':
        showRun(target.runId);
        return showScreen('train');
      case 'compare':
        compareWith(target.modelId);
        choose({ split: target.split });
        return showScreen('compare');
      case 'browse':
        closeImage();
        return showScreen('browse');
      case 'models':
        return showScreen('models');
      case 'folder':
        return reveal.mutate({ path: target.path });
    }
  };
}
