import {
  Captions,
  ChartSpline,
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleStop,
  Clock,
  Cpu,
  Download,
  FileInput,
  FileOutput,
  FileSearch,
  Hourglass,
  type LucideIcon,
  PackageOpen,
  Play,
  Spline,
} from 'lucide-react';
import type { JobKindId, JobState } from '../../../preload/contract/jobs.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { stateWords } from './job-words.ts';

export const kindIcons: Readonly<Record<JobKindId, LucideIcon>> = {
  training: ChartSpline,
  captioning: Captions,
  parsing: Spline,
  features: Cpu,
  'import-check': FileSearch,
  import: FileInput,
  export: FileOutput,
  'model-export': PackageOpen,
  'model-download': Download,
};

const looks: Readonly<Record<JobState, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  queued: { icon: Clock, tone: 'neutral' },
  running: { icon: Play, tone: 'accent' },
  paused: { icon: CirclePause, tone: 'warn' },
  stopping: { icon: Hourglass, tone: 'warn' },
  stopped: { icon: CircleStop, tone: 'neutral' },
  finished: { icon: CircleCheck, tone: 'ok' },
  failed: { icon: CircleAlert, tone: 'bad' },
};

/** The state of a job as an icon and a word. */
export function JobStateBadge({ state }: { readonly state: JobState }) {
  return (
    <Badge tone={looks[state].tone} icon={looks[state].icon}>
      {stateWords[state]}
    </Badge>
  );
}
