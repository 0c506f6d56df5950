import { readdirSync, readFileSync } from 'node:fs';

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function entries(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The command's name stands in parentheses and may hold spaces; the parent is the second field after it.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        return []; // It has just ended.
      }
    });
}

/** Processes below `root` whose command line contains `part`. */
export function descendants(root: number, part: string): number[] {
  const all = entries();
  const below = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { pid, parent } of all) {
      if (below.has(pid) || !below.has(parent)) continue;
      below.add(pid);
      grown = true;
    }
  }
  return all
    .filter(({ pid, command }) => pid !== root && below.has(pid) && command.includes(part))
    .map(({ pid }) => pid);
}
