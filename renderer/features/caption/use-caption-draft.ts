import { useEffect, useRef, useState } from 'react';
import { cleanCaption } from './text-measure.ts';

export interface CaptionDraft {
  readonly text: string;
  /** Text that is not in the project yet. */
  readonly unsaved: boolean;
  readonly error: unknown;
  readonly change: (text: string) => void;
  readonly revert: () => void;
  /** Saves when something changed. False when it could not be saved; the text stays, with the reason. */
  readonly commit: () => Promise<boolean>;
}

const EMPTY = 'A caption cannot be empty. Press Esc to get its text back, or delete it.';

/**
 * The text of a caption while it is worked on. It is saved when the field is left, and also when the field disappears
 * or the window closes before that.
 */
export function useCaptionDraft(saved: string, save: (text: string) => Promise<unknown>): CaptionDraft {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef({ draft, saved, save });
  latest.current = { draft, saved, save };

  useEffect(() => {
    const flush = () => {
      const now = latest.current;
      const text = now.draft === null ? '' : cleanCaption(now.draft);
      if (text !== '' && text !== now.saved) void now.save(text).catch(() => undefined);
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, []);

  const put = (text: string | null) => {
    latest.current = { ...latest.current, draft: text };
    setDraft(text);
  };

  return {
    text: draft ?? saved,
    unsaved: draft !== null && draft !== saved,
    error,
    change: (text) => {
      put(text);
      setError(null);
    },
    revert: () => {
      put(null);
      setError(null);
    },
    commit: async () => {
      if (draft === null) return true;
      const text = cleanCaption(draft);
      if (text === saved) {
        put(null);
        return true;
      }
      if (text === '') {
        setError(EMPTY);
        return false;
      }
      try {
        await save(text);
        // Typed on while it was being saved: that text is newer.
        if (latest.current.draft === draft) put(null);
        setError(null);
        return true;
      } catch (failure) {
        setError(failure);
        return false;
      }
    },
  };
}
