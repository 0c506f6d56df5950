import { useState } from 'react';
import { toast } from 'sonner';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useEvent } from '../engine/use-event.ts';

/** Says when the engine went away: for a moment when it is back, for good when it is not. */
export function EngineBanner() {
  const [failure, setFailure] = useState<string | null>(null);
  useEvent('engine', ({ state, message }) => {
    setFailure(state === 'failed' ? (message ?? 'The engine ended. Restart Nadir; what was saved is safe.') : null);
    if (state === 'restarted') toast.warning(message ?? 'The engine was started again.', { duration: 12_000 });
  });
  return failure && <ErrorNotice error={failure} className="m-2" />;
}
