import type { MenuEntry } from '../../components/menu.tsx';
import { shownKeys } from '../shortcuts/shortcuts.ts';
import type { Command } from './use-commands.ts';

const GROUPS: readonly (readonly string[])[] = [
  ['new-project', 'open-project', 'open-sample'],
  ['import', 'detections', 'export', 'relink', 'ontology'],
  ['shortcuts', 'about'],
  ['close-project'],
];

/** Makes the entries of the project menu from its enabled commands. */
export function projectMenu(commands: readonly Command[]): readonly MenuEntry[] {
  const groups = GROUPS.map((ids) => commands.filter((one) => ids.includes(one.id) && one.enabled)).filter(
    (group) => group.length > 0,
  );
  return groups.flatMap((group, index): readonly MenuEntry[] => [
    ...(index > 0 ? [{ kind: 'separator' as const, id: `separator-${index}` }] : []),
    ...group.map((one) => ({
      id: one.id,
      label: one.title,
      icon: one.icon,
      keys: one.shortcut ? shownKeys(one.shortcut) : undefined,
      onSelect: one.run,
    })),
  ]);
}
