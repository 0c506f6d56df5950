import type { Model } from '../../../preload/contract/compare.ts';
import type { Preset, Run } from '../../../preload/contract/runs.ts';
import { useApiMutation } from '../../app/engine/api-hooks.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { PreflightReport } from './preflight-report.tsx';
import { PresetChoice } from './preset-choice.tsx';
import { SettingFields } from './setting-fields.tsx';
import { usePreflight, usePresets, useStartModels } from './use-runs.ts';
import { useStartForm } from './use-start-form.ts';

interface Props {
  /** The model to start from, if one was chosen. */
  readonly modelId: string | null;
  readonly onStarted: (run: Run) => void;
  readonly onCancel: () => void;
}

/** The form that starts a training run. */
export function StartPanel(props: Props) {
  const presets = usePresets();
  const models = useStartModels();
  const failed = presets.isError ? presets : models.isError ? models : null;
  if (failed)
    return <ErrorNotice className="m-4 flex-1 self-start" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (presets.data === undefined || models.data === undefined) {
    return (
      <div className="flex-1">
        <EmptyState title="Loading presets…" />
      </div>
    );
  }
  return <StartForm {...props} presets={presets.data} models={models.data} />;
}

interface FormProps extends Props {
  readonly presets: readonly Preset[];
  readonly models: readonly Model[];
}

function StartForm({ presets, models, modelId, onStarted, onCancel }: FormProps) {
  const form = useStartForm(presets, models, modelId);
  const preflight = usePreflight(form.preset?.id ?? '', form.model?.id, form.settings.overrides);
  const start = useApiMutation('runs', 'start', { onSuccess: onStarted, quiet: true });
  const faulty = preflight.data?.findings.some((finding) => finding.level === 'error') ?? false;
  // The shown report may still belong to the previous choice.
  const blocked = faulty || preflight.data === undefined || preflight.isPlaceholderData;
  const { request } = form;
  return (
    <form
      aria-labelledby="start-title"
      className="flex min-h-0 min-w-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        if (request !== null && !blocked) start.mutate(request);
      }}
    >
      <div className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable_both-edges]">
        <div className="mx-auto flex max-w-190 flex-col gap-5 px-6 py-5">
          <div>
            <h2 id="start-title" className="font-semibold text-xl">
              Fine-tune a model
            </h2>
            <p className="text-ink-2">
              Cross-entropy first, then self-critical training with CIDEr and scene description exhaustiveness (SDE) as
              reward. You can keep working, pause the run, or stop it and keep its best checkpoint.
            </p>
          </div>
          <PresetChoice presets={presets} value={form.preset?.id ?? null} onChange={form.choosePreset} />
          <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
            <Field label="Start from" help={form.model?.detail}>
              {(control) => (
                <Select
                  id={control.id}
                  value={form.model?.id ?? null}
                  onChange={form.chooseModel}
                  options={models.map((model) => ({ id: model.id, label: model.title, detail: model.detail }))}
                />
              )}
            </Field>
            <Field label="Name" help="If empty, the run is named after its preset and time.">
              {(control) => (
                <TextInput
                  {...control}
                  value={form.name}
                  maxLength={200}
                  onChange={(event) => form.setName(event.currentTarget.value)}
                />
              )}
            </Field>
          </div>
          <PreflightReport query={preflight} />
          {form.preset && <SettingFields preset={form.preset} form={form} />}
        </div>
      </div>
      <footer className="border-line border-t bg-surface px-6 py-3">
        <div className="mx-auto flex max-w-178 flex-wrap items-center gap-2">
          {start.isError && <ErrorNotice className="w-full" error={start.error} />}
          <p className="min-w-0 flex-1 text-bad text-xs" role="status">
            {request === null
              ? 'Correct the invalid settings above.'
              : faulty && 'Solve the problems above to start training.'}
          </p>
          <div className="flex gap-2">
            <Button size="lg" variant="ghost" onClick={onCancel}>
              Cancel
            </Button>
            <Button
              type="submit"
              size="lg"
              variant="primary"
              disabled={blocked || request === null}
              busy={start.isPending}
            >
              Start training
            </Button>
          </div>
        </div>
      </footer>
    </form>
  );
}
