import { useEffect, useState } from 'react';

/** Design tokens as plain colours for a canvas, which understands neither `var()` nor `light-dark()`. */
export interface ChartColors {
  readonly first: string;
  readonly second: string;
  readonly text: string;
  readonly grid: string;
  readonly edge: string;
  readonly surface: string;
}

export function readChartColors(element: HTMLElement): ChartColors {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--color-${token})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    first: read('accent'),
    second: read('ink-2'),
    text: read('ink-3'),
    grid: read('line'),
    edge: read('edge'),
    surface: read('surface'),
  };
  probe.remove();
  return colors;
}

/** Counts theme changes, whether chosen or made by the desktop; a canvas redraws when the number grows. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = () => setVersion((before) => before + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const desktop = matchMedia('(prefers-color-scheme: dark)');
    desktop.addEventListener('change', changed);
    return () => {
      observer.disconnect();
      desktop.removeEventListener('change', changed);
    };
  }, []);
  return version;
}
