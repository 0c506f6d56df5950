import { CaptionItem } from '../../renderer/features/caption/caption-item.tsx';
import { NewCaption } from '../../renderer/features/caption/new-caption.tsx';
import type { CaptionActions } from '../../renderer/features/caption/use-captions.ts';
import { diffWords } from '../../renderer/features/compare/word-diff.ts';
import { WordDiffText } from '../../renderer/features/compare/word-diff-text.tsx';
import { graph } from '../fixtures/graphs.ts';
import { captions } from '../fixtures/images.ts';
import { Section, Specimen } from '../specimen.tsx';

const nothing = () => undefined;
const actions: CaptionActions = {
  save: () => Promise.resolve(),
  add: () => Promise.reject({ code: 'internal', message: 'The gallery saves nothing.' }),
  remove: nothing,
  setStatus: nothing,
};

export function CaptionSection() {
  return (
    <Section title="Captions">
      <Specimen of="CaptionItem">
        <ol>
          {captions.map((caption, index) => (
            <CaptionItem
              key={caption.id}
              caption={caption}
              number={index + 1}
              selected={index === 0}
              graph={index === 0 ? graph : null}
              actions={actions}
              onSelect={nothing}
              onNext={nothing}
            />
          ))}
        </ol>
      </Specimen>
      <Specimen of="NewCaption">
        <NewCaption actions={actions} onAdded={nothing} />
      </Specimen>
      <Specimen of="WordDiffText">
        <p>
          <WordDiffText segments={diffWords('There is a road near a river.', 'There is a wide road near a lake.')} />
        </p>
      </Specimen>
    </Section>
  );
}
