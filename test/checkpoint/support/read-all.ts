import { openWeights } from '../../../main/checkpoint/open-weights.ts';

/**
 * Reads every tensor of a file and holds it, in a process of its own; prints how much the process grew while doing so, at
 * its highest, and the bytes of what it holds.
 */
const source = openWeights(process.argv[2]!);
const before = process.memoryUsage().rss;
const held: Float32Array[] = [];
for (const name of source.tensors.keys()) held.push(source.read(name).data);
source.close();
// In kilobytes on every system: the highest that the process ever was.
const highest = process.resourceUsage().maxRSS * 1024;
const weights = held.reduce((sum, { byteLength }) => sum + byteLength, 0);
process.stdout.write(JSON.stringify({ grown: highest - before, weights }));
