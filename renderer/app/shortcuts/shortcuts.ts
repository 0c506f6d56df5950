/** All shortcuts, defined once for handlers, tooltips, palette and the `?` sheet. */
const catalog = {
  palette: { keys: 'mod+k', label: 'Search images and commands', group: 'Everywhere' },
  shortcuts: { keys: '?', label: 'Keyboard shortcuts', group: 'Everywhere' },
  undo: { keys: 'mod+z', label: 'Undo', group: 'Everywhere' },
  redo: { keys: 'mod+shift+z|mod+y', label: 'Redo', group: 'Everywhere' },
  newProject: { keys: 'mod+n', label: 'New project', group: 'Everywhere' },
  openProject: { keys: 'mod+o', label: 'Open project', group: 'Everywhere' },
  import: { keys: 'mod+i', label: 'Import images and captions', group: 'Everywhere' },
  export: { keys: 'mod+e', label: 'Export', group: 'Everywhere' },
  jobs: { keys: 'mod+j', label: 'Show or hide the jobs', group: 'Everywhere' },
  settings: { keys: 'mod+,', label: 'Settings', group: 'Everywhere' },
  screenBrowse: { keys: 'mod+1', label: 'Browse', group: 'Everywhere' },
  screenTrain: { keys: 'mod+2', label: 'Train', group: 'Everywhere' },
  screenCompare: { keys: 'mod+3', label: 'Compare', group: 'Everywhere' },
  find: { keys: 'mod+f', label: 'Filter by text', group: 'Browse' },
  back: { keys: 'escape', label: 'Back to the grid', group: 'Image' },
  nextImage: { keys: 'j|arrowdown|arrowright', label: 'Next image', group: 'Image' },
  previousImage: { keys: 'k|arrowup|arrowleft', label: 'Previous image', group: 'Image' },
  editCaption: { keys: 'enter', label: 'Edit caption', group: 'Image' },
  flag: { keys: 'space', label: 'Flag or unflag caption', group: 'Image' },
  review: { keys: 'r', label: 'Mark caption as reviewed', group: 'Image' },
  graph: { keys: 'g', label: 'Show or hide scene graph', group: 'Image' },
  zoomIn: { keys: '+|=', label: 'Zoom in', group: 'Image' },
  zoomOut: { keys: '-', label: 'Zoom out', group: 'Image' },
  zoomFit: { keys: '0', label: 'Fit image', group: 'Image' },
} as const satisfies Record<string, Shortcut>;

export interface Shortcut {
  /** `|` separates alternatives; the first is shown. */
  readonly keys: string;
  readonly label: string;
  readonly group: string;
}
export type ShortcutId = keyof typeof catalog;

export function shortcutKeys(id: ShortcutId): string {
  return catalog[id].keys;
}

/** Returns the keys to show beside an action. */
export function shownKeys(id: ShortcutId): string {
  const keys = catalog[id].keys;
  return keys.split('|')[0] ?? keys;
}

/** Keys that a focused widget handles itself, listed for the sheet. */
const widgetKeys: readonly Shortcut[] = [
  { keys: 'arrowup', label: 'Move between images (also J and K)', group: 'Browse' },
  { keys: 'enter', label: 'Open image', group: 'Browse' },
  { keys: 'home', label: 'First image', group: 'Browse' },
  { keys: 'end', label: 'Last image', group: 'Browse' },
  { keys: '1 – 9', label: 'Select caption by number', group: 'Image' },
  { keys: 'arrowup|arrowdown', label: 'Move between jobs', group: 'Jobs' },
  { keys: 'arrowleft|arrowright', label: 'Move between the buttons of a job', group: 'Jobs' },
  { keys: 'escape', label: 'Close the Jobs panel', group: 'Jobs' },
  { keys: 'mod+enter', label: 'Save and go to next caption', group: 'Editing a caption' },
  { keys: 'escape', label: 'Discard changes', group: 'Editing a caption' },
];

/** Lists all shortcuts by group, for the `?` sheet. */
export function shortcutGroups(): readonly { readonly group: string; readonly shortcuts: readonly Shortcut[] }[] {
  const all: readonly Shortcut[] = [...Object.values(catalog), ...widgetKeys];
  const groups = [...new Set(all.map((one) => one.group))];
  return groups.map((group) => ({ group, shortcuts: all.filter((one) => one.group === group) }));
}
