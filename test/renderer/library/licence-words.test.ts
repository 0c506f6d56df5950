import { expect, it } from 'vitest';
import { knownModels } from '../../../main/models/library/known-models.ts';
import { licenceWords } from '../../../renderer/features/library/licence-words.ts';

it('names a licence as people do, says what forbids commercial use, and shows others as they stand', () => {
  expect(['bsd-3-clause', 'MIT', 'cc-by-nc-4.0', 'of our institute', null].map(licenceWords)).toEqual([
    'BSD 3-Clause licence',
    'MIT licence',
    'CC BY-NC 4.0 licence (non-commercial)',
    'Licence: of our institute',
    'Licence not stated',
  ]);
});

it('every model that is offered has a licence that can be shown', () => {
  expect(knownModels.map(({ repository, licence }) => [repository, licenceWords(licence)])).toEqual([
    ['Salesforce/blip-image-captioning-base', 'BSD 3-Clause licence'],
    ['Salesforce/blip-image-captioning-large', 'BSD 3-Clause licence'],
    ['Salesforce/blip2-flan-t5-xl', 'MIT licence'],
    ['Salesforce/instructblip-flan-t5-xl', 'MIT licence'],
    ['Salesforce/instructblip-vicuna-7b', 'Licence: Llama, not for commercial use'],
  ]);
});
