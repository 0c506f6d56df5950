import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonResource, resourcesDirectory } from '../../main/text/resources.ts';
import { sharedWordNet, WordNet } from '../../main/text/wordnet.ts';

const wordNet = sharedWordNet();

describe('WordNet 3.1', () => {
  it('knows "tank" with five noun senses, two of them tagged', () => {
    const entry = wordNet.entry('tank', 'noun');
    expect(entry?.offsets).toHaveLength(5);
    expect(entry?.tagged).toBe(2);
    expect(entry?.offsets[0]).toBe(4_396_120);
  });

  it('knows the synset of "airplane", an artifact, and what it is a kind of', () => {
    const [airplane] = wordNet.synsets('airplane', 'noun');
    expect(airplane).toMatchObject({ topic: 6, words: ['airplane', 'aeroplane', 'plane'] });
    expect(wordNet.synset(airplane!.hypernyms[0]!, 'noun').words).toEqual(['heavier-than-air craft']);
  });

  it('finds the first and the last line of its index', () => {
    expect(wordNet.has("'hood", 'noun')).toBe(true);
    expect(wordNet.has('zyrian', 'noun')).toBe(true);
    expect(wordNet.has('zyriana', 'noun')).toBe(false);
    expect(wordNet.has("'hoo", 'noun')).toBe(false);
  });

  it('takes names of more than one word, in any case', () => {
    expect(wordNet.has('parking lot', 'noun')).toBe(true);
    expect(wordNet.has('Parking Lot', 'noun')).toBe(true);
  });

  it('tells parts of speech apart', () => {
    expect(wordNet.has('surround', 'verb')).toBe(true);
    expect(wordNet.has('green', 'adjective')).toBe(true);
    expect(wordNet.has('quickly', 'adverb')).toBe(true);
    expect(wordNet.has('quickly', 'noun')).toBe(false);
    expect(wordNet.knows('quickly')).toBe(true);
    expect(wordNet.knows('qwrt')).toBe(false);
  });

  it.each(['', ' ', 'a\u0000b', 'tank\nn', '飞机', 'x'.repeat(500), '  1 This'])('has no entry for %j', (word) => {
    expect(wordNet.entry(word, 'noun')).toBeNull();
    expect(wordNet.synsets(word, 'noun')).toEqual([]);
  });

  it('an offset where no synset starts is an error that names the file', () => {
    expect(() => wordNet.synset(4_396_121, 'noun')).toThrow(
      expect.objectContaining({ code: 'malformed_file', message: expect.stringMatching(/data\.noun.*4396121/) }),
    );
  });

  it('that is not there is an error that names the file', () => {
    expect(() => new WordNet('/nowhere').has('tank', 'noun')).toThrow(
      expect.objectContaining({ code: 'unreadable_file', message: expect.stringContaining('/nowhere/index.noun') }),
    );
  });
});

it('a resource that is broken is an error that names it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nadir-resources-'));
  mkdirSync(path.join(folder, 'lexicons'));
  writeFileSync(path.join(folder, 'lexicons/x.json'), '{');
  const file = path.join(folder, 'lexicons/x.json');
  expect(() => readJsonResource(folder, 'lexicons/x.json', (value) => value)).toThrow(
    expect.objectContaining({ code: 'malformed_file', message: expect.stringContaining(file) }),
  );
  expect(path.basename(resourcesDirectory())).toBe('resources');
});
