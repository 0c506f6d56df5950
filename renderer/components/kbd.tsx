import { keyCaps } from '../app/shortcuts/key-names.ts';

/** A shortcut as key caps: `<Kbd keys="mod+shift+z" />`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5">
      {keyCaps(keys).map((cap) => (
        <kbd
          key={cap}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs border border-line bg-sunken px-1 font-sans text-2xs text-ink-2"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
