import type { Measure } from './node-text.ts';

let context: CanvasRenderingContext2D | null | undefined;

/** Measures text as the page draws it; without a canvas, 6.2 px per character. */
export const measureText: Measure = (text, weight, sizePx) => {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 6.2;
  context.font = `${weight} ${sizePx}px "Inter Variable", ui-sans-serif, system-ui, sans-serif`;
  return context.measureText(text).width;
};
