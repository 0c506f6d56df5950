import 'sonner/dist/styles.css';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { Toaster } from 'sonner';

/** Short messages in the corner: errors of actions, and what undo just did. */
export function Toasts() {
  return (
    <Toaster
      position="bottom-right"
      offset={{ bottom: 36, right: 16 }}
      gap={8}
      containerAriaLabel="Messages"
      icons={{
        error: <CircleAlert size={16} className="text-bad" />,
        warning: <TriangleAlert size={16} className="text-warn" />,
        success: <CircleCheck size={16} className="text-ok" />,
        info: <Info size={16} className="text-accent" />,
      }}
      toastOptions={{
        unstyled: true,
        closeButton: true,
        classNames: {
          toast:
            'group/toast flex w-[356px] items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-9 pl-3 font-sans text-ink text-sm shadow-pop',
          title: 'leading-5 break-words select-text',
          icon: 'mt-0.5 shrink-0',
          content: 'min-w-0 flex-1',
          actionButton:
            'mt-1.5 mr-auto h-6 shrink-0 rounded-sm border border-edge bg-surface px-2 font-medium text-xs hover:bg-hover',
          closeButton:
            'absolute top-2 right-2 flex size-6 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink',
        },
      }}
    />
  );
}
