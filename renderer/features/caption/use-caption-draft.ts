import { useEffect, useRef, useState } from 'react';
import { cleanCaption } from './text-measure.ts';

export interface CaptionDraft {
  readonly text: string;
  /** True while the text differs from the saved one. */
  readonly unsaved: boolean;
  readonly error: unknown;
  readonly change: (text: string) => void;
  readonly revert: () => void;
  /** Saves a changed text. Returns false when that fails; the text stays and `error` holds the reason. */
  readonly commit: () => Promise<boolean>;
}

const EMPTY = 'Enter a caption, press Esc to restore its text, or delete it.';

/**
 * Holds the text of a caption during editing. It is saved on blur, and also when the field disappears or the window
 * closes.
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
        // Text typed during the save is newer and is kept.
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
