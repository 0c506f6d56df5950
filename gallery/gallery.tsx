import { useEffect, useState } from 'react';
import { applyTheme } from '../renderer/app/theme/use-theme-setting.ts';
import { Segmented } from '../renderer/components/segmented.tsx';
import { CaptionSection } from './sections/captions.tsx';
import { ChoiceSection } from './sections/choices.tsx';
import { CompareSection } from './sections/compare.tsx';
import { ControlSection } from './sections/controls.tsx';
import { FeedbackSection } from './sections/feedback.tsx';
import { GraphSection } from './sections/graphs.tsx';
import { ImageSection } from './sections/images.tsx';
import { OverlaySection } from './sections/overlays.tsx';
import { ReportSection } from './sections/reports.tsx';
import { TrainSection } from './sections/train.tsx';

const WIDTHS = { wide: 'max-w-280', narrow: 'max-w-120' } as const;

/** All components on one page, in either theme and at two widths. */
export function Gallery() {
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  const [width, setWidth] = useState<keyof typeof WIDTHS>('wide');
  useEffect(() => applyTheme(theme), [theme]);
  return (
    <main className={`mx-auto flex flex-col gap-8 p-6 ${WIDTHS[width]}`}>
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="mr-auto font-semibold text-xl">Nadir components</h1>
        <Segmented
          label="Theme"
          value={theme}
          onChange={setTheme}
          options={[
            { id: 'light', label: 'Light' },
            { id: 'dark', label: 'Dark' },
          ]}
        />
        <Segmented
          label="Width"
          value={width}
          onChange={setWidth}
          options={[
            { id: 'wide', label: 'Wide' },
            { id: 'narrow', label: 'Narrow' },
          ]}
        />
      </header>
      <ControlSection />
      <ChoiceSection />
      <FeedbackSection />
      <OverlaySection />
      <ImageSection />
      <CaptionSection />
      <GraphSection />
      <CompareSection />
      <TrainSection />
      <ReportSection />
    </main>
  );
}
