import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleStop,
  Clock,
  Hourglass,
  type LucideIcon,
  Play,
} from 'lucide-react';
import type { JobState } from '../../../preload/contract/jobs.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { stateTitle } from './run-facts.ts';

const looks: Readonly<Record<JobState, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  queued: { icon: Clock, tone: 'neutral' },
  running: { icon: Play, tone: 'accent' },
  paused: { icon: CirclePause, tone: 'warn' },
  stopping: { icon: Hourglass, tone: 'warn' },
  stopped: { icon: CircleStop, tone: 'neutral' },
  finished: { icon: CircleCheck, tone: 'ok' },
  failed: { icon: CircleAlert, tone: 'bad' },
};

/** The state of a run as an icon with its name. */
export function RunStateBadge({ state }: { readonly state: JobState }) {
  return (
    <Badge tone={looks[state].tone} icon={looks[state].icon}>
      {stateTitle[state]}
    </Badge>
  );
}
