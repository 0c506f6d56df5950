/** Readable names of the licence ids in model cards, with the conditions that matter before using a model. */
const known: Readonly<Record<string, string>> = {
  mit: 'MIT licence',
  'bsd-3-clause': 'BSD 3-Clause licence',
  'bsd-2-clause': 'BSD 2-Clause licence',
  'apache-2.0': 'Apache 2.0 licence',
  'cc-by-4.0': 'CC BY 4.0 licence (credit the authors)',
  'cc-by-sa-4.0': 'CC BY-SA 4.0 licence (credit the authors, share alike)',
  'cc-by-nc-4.0': 'CC BY-NC 4.0 licence (non-commercial)',
  'cc-by-nc-sa-4.0': 'CC BY-NC-SA 4.0 licence (non-commercial)',
  'cc0-1.0': 'CC0, no rights reserved',
  llama2: 'Llama 2 licence (conditions apply)',
  llama3: 'Llama 3 licence (conditions apply)',
  other: 'Custom licence (see the model’s page)',
  unknown: 'Licence not stated',
};

/** @example licenceWords('bsd-3-clause') → "BSD 3-Clause licence"; licenceWords(null) → "Licence not stated" */
export function licenceWords(licence: string | null): string {
  if (licence === null) return 'Licence not stated';
  return known[licence.trim().toLowerCase()] ?? `Licence: ${licence}`;
}
