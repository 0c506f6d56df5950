import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly label: string;
  /** Size of the adjacent panel in px. */
  readonly size: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly onChange: (size: number) => void;
  /** `vertical`: a line between left and right, dragged sideways. */
  readonly orientation?: 'vertical' | 'horizontal';
  /** True when the panel is right of or below the line, so that dragging towards it shrinks it. */
  readonly reverse?: boolean;
}

const STEP_PX = 16;

/** The movable edge between two panels, dragged or moved with the arrow keys. */
export function Splitter({ label, size, minimum, maximum, onChange, orientation = 'vertical', reverse }: Props) {
  const drag = useRef<{ start: number; size: number } | null>(null);
  const sideways = orientation === 'vertical';
  const direction = reverse ? -1 : 1;
  const set = (value: number) => onChange(Math.round(Math.min(maximum, Math.max(minimum, value))));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { start: sideways ? event.clientX : event.clientY, size };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!drag.current) return;
    const moved = (sideways ? event.clientX : event.clientY) - drag.current.start;
    set(drag.current.size + moved * direction);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const grow = sideways ? 'ArrowRight' : 'ArrowDown';
    const shrink = sideways ? 'ArrowLeft' : 'ArrowUp';
    if (event.key === grow) set(size + STEP_PX * direction);
    else if (event.key === shrink) set(size - STEP_PX * direction);
    else if (event.key === 'Home') set(minimum);
    else if (event.key === 'End') set(maximum);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a movable separator is a control, unlike hr
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
      className={cx(
        'relative z-10 shrink-0 touch-none bg-line hover:bg-accent',
        sideways
          ? "w-px cursor-col-resize before:absolute before:inset-y-0 before:-left-1 before:w-2.25 before:content-['']"
          : "h-px cursor-row-resize before:absolute before:inset-x-0 before:-top-1 before:h-2.25 before:content-['']",
      )}
    />
  );
}
