import { expect, it } from 'vitest';
import { useDownloads } from '../../../renderer/features/library/download-store.ts';

it('a download begun again takes the place of the one that failed, and progress reaches its own alone', () => {
  const { begin, progress, fail, forget } = useDownloads.getState();
  const shown = () =>
    useDownloads.getState().downloads.map(({ operationId, done, error }) => [operationId, done, error]);
  begin('a/one', '1');
  begin('b/two', '2');
  progress('1', 5, 10);
  progress('other', 9, 10);
  fail('1', 'broken');
  expect(shown()).toEqual([
    ['1', 5, 'broken'],
    ['2', 0, null],
  ]);
  begin('a/one', '3');
  expect(shown()).toEqual([
    ['2', 0, null],
    ['3', 0, null],
  ]);
  forget('2');
  forget('3');
  expect(shown()).toEqual([]);
});
