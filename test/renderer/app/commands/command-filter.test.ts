import { expect, it } from 'vitest';
import { commandMatch } from '../../../../renderer/app/commands/command-filter.ts';

it('every typed word begins a word of the title, in any order and case', () => {
  expect(commandMatch('Open project…', 'open')).toBe(1);
  expect(commandMatch('Open project…', 'Pro op')).toBe(0.5);
  expect(commandMatch('Open project…', 'project sample')).toBe(0);
});

it('letters strewn over a title are no match', () => {
  expect(commandMatch('Keyboard shortcuts', 'boat')).toBe(0);
  expect(commandMatch('Keyboard shortcuts', 'board')).toBe(0);
});

it('nothing typed matches everything', () => {
  expect(commandMatch('Settings', ' ')).toBe(1);
});
