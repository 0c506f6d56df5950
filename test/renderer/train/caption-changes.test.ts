import { expect, it } from 'vitest';
import { captionChanges } from '../../../renderer/features/train/caption-changes.ts';

it('equal captions in a row are one entry, the latest first, each with its change from the one before', () => {
  const changes = captionChanges({
    imageId: 7,
    captions: [
      { epoch: 1, phase: 'cross-entropy', caption: 'a road' },
      { epoch: 2, phase: 'cross-entropy', caption: 'a road' },
      { epoch: 1, phase: 'scst', caption: 'a long road' },
    ],
  });
  expect(changes.map(({ caption, checkpoints }) => [caption, checkpoints])).toEqual([
    ['a long road', 1],
    ['a road', 2],
  ]);
  expect(changes[0]?.diff).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'added', text: 'long' },
    { kind: 'same', text: 'road' },
  ]);
  expect(changes[1]?.from).toEqual({ phase: 'cross-entropy', epoch: 1 });
  expect(changes[1]?.to).toEqual({ phase: 'cross-entropy', epoch: 2 });
});

it('a caption that returns later is a new entry', () => {
  const captions = ['a', 'b', 'a'].map((caption, index) => ({ epoch: index, phase: 'scst' as const, caption }));
  expect(captionChanges({ imageId: 1, captions }).map(({ caption }) => caption)).toEqual(['a', 'b', 'a']);
});
