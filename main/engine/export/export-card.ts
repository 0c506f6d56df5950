import path from 'node:path';
import type { LibraryEntry } from '../models/library-entry.ts';
import { wholeFiles } from '../models/model-card.ts';

/** A card with its licence at its head, where hubs and Nadir look for it. */
export function withLicence(licence: string | null, card: string): string {
  if (licence === null) return card;
  return `---\nlicense: ${/^[\w.-]+$/.test(licence) ? licence : JSON.stringify(licence)}\n---\n\n${card}`;
}

/** README.md of a model of the library that was exported and has none, or one that says nothing of what lies over it. */
export function libraryCard({ title, architecture, parameters, weights, fineTuned, licence }: LibraryEntry): string {
  const rows = [
    ['architecture', architecture?.title ?? 'unknown'],
    ['parameters', parameters === null ? 'unknown' : parameters.toLocaleString('en')],
    // Names alone: where they lie on somebody's computer is nobody else's business.
    ['weights', path.basename(weights)],
    ...(fineTuned === null ? [] : [['fine-tuned by', path.basename(fineTuned)]]),
    ['licence', licence ?? 'not stated'],
  ];
  return `# ${title}

A captioning model, written as a whole by Nadir.

| | |
|---|---|
${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}

## Files

${wholeFiles}
`;
}
