import { counted } from '../../app/words/format.ts';
import { Field } from '../../components/field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Select } from '../../components/select.tsx';
import type { ExportChoice, ExportWhat } from './export-choice.ts';
import type { useExportFacts } from './use-export.ts';

interface Props {
  readonly choice: ExportChoice;
  readonly facts: ReturnType<typeof useExportFacts>;
  readonly onChange: (change: Partial<ExportChoice>) => void;
}

const explanations: Readonly<Record<ExportWhat, string>> = {
  captions: 'The project’s current captions, including edits, as one JSON file.',
  predictions: 'A model’s captions of one split as a COCO results file, as used by evaluation servers.',
  model:
    'A folder with weights (safetensors), configuration, vocabulary and model card. For a fine-tuned published model it holds only the weights that changed; export the complete model on the Models screen.',
};
const ALL = 'all-splits';

/** The choice of content, split and model. */
export function ExportFields({ choice, facts, onChange }: Props) {
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <div>
          <Segmented
            label="Content"
            value={choice.what}
            onChange={(what) => onChange({ what })}
            options={[
              { id: 'captions', label: 'Captions' },
              { id: 'predictions', label: 'Predictions' },
              { id: 'model', label: 'Model' },
            ]}
          />
        </div>
        <p className="text-ink-2">{explanations[choice.what]}</p>
      </div>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        {choice.what !== 'captions' && <ModelField facts={facts} onChange={onChange} />}
        {choice.what === 'captions' && (
          <Field
            label="Format"
            help={
              choice.captionFormat === 'coco'
                ? 'Two lists, images and annotations. The format has no splits.'
                : 'One entry per image with its sentences, tokens and split, as in RSICD and UCM-Captions.'
            }
          >
            {(control) => (
              <Select
                id={control.id}
                value={choice.captionFormat}
                onChange={(captionFormat) => onChange({ captionFormat })}
                options={[
                  { id: 'coco', label: 'COCO captions (JSON)' },
                  { id: 'karpathy', label: 'Karpathy (JSON)' },
                ]}
              />
            )}
          </Field>
        )}
        {choice.what === 'captions' && (
          <Field label="Split">
            {(control) => (
              <Select
                id={control.id}
                value={choice.split ?? ALL}
                onChange={(id) => onChange({ split: id === ALL ? null : id })}
                options={[
                  { id: ALL, label: 'All splits' },
                  ...facts.splits.map((split) => ({
                    id: split.name,
                    label: split.name,
                    detail: `${counted(split.images, 'image')}, ${counted(split.captions, 'caption')}`,
                  })),
                ]}
              />
            )}
          </Field>
        )}
        {choice.what === 'predictions' && <CaptionedSplitField choice={choice} facts={facts} onChange={onChange} />}
      </div>
    </>
  );
}

function ModelField({ facts, onChange }: Omit<Props, 'choice'>) {
  return (
    <Field label="Model" help={facts.model?.detail}>
      {(control) => (
        <Select
          id={control.id}
          value={facts.model?.id ?? null}
          onChange={(modelId) => onChange({ modelId })}
          placeholder={facts.models.length === 0 ? 'No models' : 'Choose…'}
          disabled={facts.models.length === 0}
          options={facts.models.map((model) => ({ id: model.id, label: model.title, detail: model.detail }))}
        />
      )}
    </Field>
  );
}

function CaptionedSplitField({ choice, facts, onChange }: Props) {
  const none = facts.captioned.length === 0;
  return (
    <Field
      label="Split"
      help={none ? 'This model has no captions yet. Caption a split on the Compare screen first.' : undefined}
    >
      {(control) => (
        <Select
          id={control.id}
          value={choice.split}
          disabled={none}
          placeholder={none ? 'No captioned splits' : 'Choose…'}
          onChange={(split) => onChange({ split })}
          options={facts.captioned.map((split) => ({ id: split, label: split }))}
        />
      )}
    </Field>
  );
}
