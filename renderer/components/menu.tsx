import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';

export type MenuEntry =
  | {
      readonly kind?: 'item';
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly keys?: string | undefined;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'separator'; readonly id: string }
  | { readonly kind: 'heading'; readonly id: string; readonly label: string };

interface Props {
  /** A button that takes a ref; it opens the menu. */
  readonly trigger: ReactNode;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}

/** A menu of actions under a button. */
export function Menu({ trigger, entries, align = 'start' }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[min(480px,var(--radix-dropdown-menu-content-available-height))] min-w-44 max-w-90 overflow-y-auto rounded-lg bg-raised p-1 shadow-pop"
        >
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'separator') return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
  if (entry.kind === 'heading') {
    return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-2xs text-ink-3">{entry.label}</DropdownMenu.Label>;
  }
  const Icon = entry.icon;
  return (
    <DropdownMenu.Item
      disabled={entry.disabled ?? false}
      onSelect={entry.onSelect}
      className={cx(
        'flex min-h-7 items-center gap-2 rounded-sm px-2 outline-none data-[disabled]:opacity-45',
        'data-[highlighted]:bg-hover',
        entry.danger ? 'text-bad' : 'text-ink',
      )}
    >
      {Icon && <Icon size={15} strokeWidth={1.75} className="shrink-0 opacity-80" aria-hidden />}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.keys && <Kbd keys={entry.keys} />}
    </DropdownMenu.Item>
  );
}
