import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useElementSize } from '../browse/use-element-size.ts';
import { clampView, fitView, panBy, type Size, type View, zoomAt } from './zoom.ts';

const STEP = 1.25;
const PAN_PX = 48;

/** Zooms and pans an image in its stage. A null view shows the whole image at any stage size. */
export function useZoom(stage: RefObject<HTMLElement | null>, image: Size) {
  const size = useElementSize(stage);
  const [chosen, setChosen] = useState<View | null>(null);
  const view = chosen ? clampView(chosen, image, size) : fitView(image, size);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const [dragging, setDragging] = useState(false);

  const latest = useRef({ view, image, size });
  latest.current = { view, image, size };
  const zoom = (factor: number, point?: { x: number; y: number }) => {
    const now = latest.current;
    const centre = { x: now.size.width / 2, y: now.size.height / 2 };
    setChosen(zoomAt(now.view, factor, point ?? centre, now.image, now.size));
  };
  const latestZoom = useRef(zoom);
  latestZoom.current = zoom;

  // React's wheel listeners are passive and cannot keep the page from scrolling.
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      // A wheel notch is about 100 px; a touchpad pinch is a few px with Ctrl.
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002));
      latestZoom.current(factor, { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [stage]);

  const pan = (dx: number, dy: number) => setChosen(panBy(view, dx, dy, image, size));
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button > 1) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY };
      setDragging(true);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!drag.current) return;
      pan(event.clientX - drag.current.x, event.clientY - drag.current.y);
      drag.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: () => {
      drag.current = null;
      setDragging(false);
    },
    onDoubleClick: () => setChosen(null),
    onKeyDown: (event: KeyboardEvent) => {
      const moves: Record<string, readonly [number, number]> = {
        ArrowLeft: [PAN_PX, 0],
        ArrowRight: [-PAN_PX, 0],
        ArrowUp: [0, PAN_PX],
        ArrowDown: [0, -PAN_PX],
      };
      const move = moves[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      pan(...move);
    },
  };
  return {
    view,
    dragging,
    handlers,
    zoomIn: () => zoom(STEP),
    zoomOut: () => zoom(1 / STEP),
    fit: () => setChosen(null),
    original: () => zoom(1 / view.scale),
  };
}
