import { useState } from 'react';
import { useApiQuery } from '../../app/engine/api-hooks.ts';
import { TextInput } from '../../components/field.tsx';

/** Tests whether two names match by the saved ontology and WordNet, with the reason. */
export function PairTester() {
  const [a, setA] = useState('');
  const [b, setB] = useState('');
  const isAsked = a.trim() !== '' && b.trim() !== '';
  const { data } = useApiQuery('graphs', 'explain', { pairs: [[a, b]] }, { enabled: isAsked, keepPrevious: true });
  const answer = isAsked ? data?.[0] : undefined;
  return (
    <div className="mb-3 rounded-lg border border-line px-3 py-2.5">
      <div className="flex items-center gap-2">
        <span className="shrink-0 text-ink-2 text-xs">Do</span>
        <TextInput
          aria-label="First name"
          placeholder="airplane"
          value={a}
          onChange={(event) => setA(event.target.value)}
        />
        <span className="shrink-0 text-ink-2 text-xs">and</span>
        <TextInput
          aria-label="Second name"
          placeholder="aircraft"
          value={b}
          onChange={(event) => setB(event.target.value)}
        />
        <span className="shrink-0 text-ink-2 text-xs">match?</span>
      </div>
      <p role="status" className="mt-1.5 min-h-4 text-ink-2 text-xs">
        {answer === null && 'No. The saved groups and WordNet do not relate them.'}
        {answer && `Yes, with ${answer.score.toFixed(2)}: ${answer.because}.`}
        {answer === undefined && 'Uses the saved groups.'}
      </p>
    </div>
  );
}
