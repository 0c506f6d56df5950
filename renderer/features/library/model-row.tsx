import { TriangleAlert } from 'lucide-react';
import type { LibraryModel } from '../../../preload/contract/models.ts';
import { formatBytes } from '../../app/words/format.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { parameterWords } from './fit-words.ts';
import { licenceWords } from './licence-words.ts';
import { ModelActions } from './model-actions.tsx';
import { ModelFit } from './model-fit.tsx';
import { RemoveButton } from './remove-button.tsx';

const KINDS = { bundled: 'Included', downloaded: 'Downloaded', imported: 'Imported' } as const;

interface Props {
  readonly model: LibraryModel;
  /** True during its download, when it has no other actions. */
  readonly downloading: boolean;
  readonly removing: boolean;
  readonly onRemove: () => void;
  /** Resumes an incomplete download; null during a download and for complete models. */
  readonly onResume: (() => void) | null;
  /** Null without an open project. */
  readonly onFineTune: (() => void) | null;
  readonly onCompare: (() => void) | null;
  readonly onPrepare: (() => void) | null;
  readonly exporting: boolean;
  readonly onExport: () => void;
}

/** A model of the library: facts, memory fit and actions. */
export function ModelRow(props: Props) {
  const { model, downloading, removing, onRemove, onResume, onFineTune, onCompare, onPrepare, exporting, onExport } =
    props;
  const { title, problem, fit } = model;
  const partial = model.kind === 'downloaded' && onResume !== null;
  const facts = [
    model.architecture === title ? null : model.architecture,
    model.parameters === null ? null : parameterWords(model.parameters),
    `${formatBytes(model.bytes)} on disk`,
    downloading || partial ? null : licenceWords(model.licence),
  ].filter((fact) => fact !== null);
  const usable = problem === null;
  return (
    <li className="border-line border-b px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <h3 className="flex min-w-60 flex-1 flex-wrap items-center gap-x-2 font-medium">
          <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
          <Badge>{downloading ? 'Downloading' : partial ? 'Partly downloaded' : KINDS[model.kind]}</Badge>
        </h3>
        <div className="flex flex-wrap gap-1.5">
          {usable && (
            <ModelActions
              title={title}
              onFineTune={onFineTune}
              onCompare={onCompare}
              onPrepare={onPrepare}
              exporting={exporting}
              onExport={onExport}
            />
          )}
          {onResume && (
            <Button size="sm" aria-label={`Resume downloading ${title}`} onClick={onResume}>
              Resume{' '}
            </Button>
          )}
          {model.kind !== 'bundled' && !downloading && (
            <RemoveButton model={model} removing={removing} onRemove={onRemove} />
          )}
        </div>
      </div>
      <p className="mt-0.5 text-ink-2 text-xs">{facts.join(' · ')}</p>
      <p className="text-ink-3 text-xs [overflow-wrap:anywhere]">
        {model.place}
        {model.fineTuned !== null && ` with fine-tuned weights ${model.fineTuned}`}
      </p>
      {!usable && !downloading && (
        <p className="mt-2 flex items-start gap-1.5 text-ink">
          <TriangleAlert size={14} className="mt-0.5 shrink-0 text-warn" aria-hidden />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {!partial && <span className="font-medium">Unusable. </span>}
            {problem}
          </span>
        </p>
      )}
      {fit !== null && <ModelFit id={model.id} title={title} fit={fit} />}
    </li>
  );
}
