import { TriangleAlert } from 'lucide-react';
import type { Model } from '../../../preload/contract/compare.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import { fitWords } from '../library/fit-words.ts';

/** A warning before captioning with a model that may not fit into memory; empty when it fits. */
export function MemoryNote({ model }: { readonly model: Model }) {
  const fit = useApiQuery(
    'compare',
    'memory',
    { modelId: model.id },
    { enabled: model.kind !== 'baseline', staleTimeMs: 0 },
  ).data;
  if (!fit || fit.captioning.fit === 'fits') return null;
  const tooLarge = fit.captioning.fit === 'too-large';
  const { detail } = fitWords(fit.captioning, fit.freeBytes);
  return (
    <p className="flex items-start gap-1.5 text-xs">
      <TriangleAlert size={13} className={`mt-px shrink-0 ${tooLarge ? 'text-bad' : 'text-warn'}`} aria-hidden />
      <span>
        <span className="font-medium">{tooLarge ? 'Not enough memory: ' : 'Low memory: '}</span>
        {detail}.{tooLarge && ' Close other programs, or choose a smaller model.'}
      </span>
    </p>
  );
}
