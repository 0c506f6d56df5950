import { beforeEach, expect, it } from 'vitest';
import { isGoingOn, useExports } from '../../../renderer/features/library/export-store.ts';

const begun = { operationId: 'one', modelId: 'blip', title: 'BLIP', out: '/out' };
const written = { path: '/out', files: 4, bytes: 10, layout: 'hugging-face' } as const;
const all = () => useExports.getState().exports;
beforeEach(() => {
  useExports.setState({ exports: [] });
  useExports.getState().begin(begun);
});

it('an export goes on until it has written or failed', () => {
  const { change } = useExports.getState();
  change('one', { done: 3, total: 10 });
  change('of something else', { done: 9, total: 10 });
  expect(all()).toEqual([{ ...begun, done: 3, total: 10, error: null, written: null }]);
  expect(isGoingOn(all()[0]!)).toBe(true);
  change('one', { written });
  expect(isGoingOn(all()[0]!)).toBe(false);
  useExports.getState().begin({ ...begun, operationId: 'two', modelId: 'other' });
  change('two', { error: new Error('The disk is full.') });
  expect(all().map(isGoingOn)).toEqual([false, false]);
});

it('a new export of a model takes the place of its last, and one that was read is forgotten', () => {
  useExports.getState().change('one', { written });
  useExports.getState().begin({ ...begun, operationId: 'two' });
  expect(all().map(({ operationId }) => operationId)).toEqual(['two']);
  useExports.getState().forget('two');
  expect(all()).toEqual([]);
});
