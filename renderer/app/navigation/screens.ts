import { Boxes, ChartSpline, Columns2, Images, type LucideIcon, Settings2 } from 'lucide-react';
import type { ComponentType } from 'react';
import { BrowseScreen } from '../../features/browse/browse-screen.tsx';
import { CompareScreen } from '../../features/compare/compare-screen.tsx';
import { LibraryScreen } from '../../features/library/library-screen.tsx';
import { SettingsScreen } from '../../features/settings/settings-screen.tsx';
import { TrainScreen } from '../../features/train/train-screen.tsx';
import type { ScreenId } from './ui-store.ts';

export interface Screen {
  readonly id: ScreenId;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly component: ComponentType;
  /** Models and settings can be opened without a project. */
  readonly needsProject: boolean;
}

/** The screens, in the order of the top bar. */
export const screens: readonly Screen[] = [
  { id: 'browse', title: 'Browse', icon: Images, component: BrowseScreen, needsProject: true },
  { id: 'train', title: 'Train', icon: ChartSpline, component: TrainScreen, needsProject: true },
  { id: 'compare', title: 'Compare', icon: Columns2, component: CompareScreen, needsProject: true },
  { id: 'models', title: 'Models', icon: Boxes, component: LibraryScreen, needsProject: false },
  { id: 'settings', title: 'Settings', icon: Settings2, component: SettingsScreen, needsProject: false },
];
