import type { DiffSegment } from './word-diff.ts';

/**
 * Text with changed words marked by line, colour and screen-reader text: added underlined, removed struck through.
 */
export function WordDiffText({ segments }: { readonly segments: readonly DiffSegment[] }) {
  return segments.map((segment, index) => {
    const key = `${index} ${segment.kind}`;
    const space = index === 0 ? '' : ' ';
    if (segment.kind === 'same') return <span key={key}>{space + segment.text}</span>;
    const added = segment.kind === 'added';
    const Element = added ? 'ins' : 'del';
    return (
      <span key={key}>
        {space}
        <Element
          className={
            added
              ? 'rounded-xs bg-ok-soft px-0.5 text-ok underline decoration-2 underline-offset-2'
              : 'rounded-xs bg-bad-soft px-0.5 text-bad line-through'
          }
        >
          <span className="sr-only">{added ? ' added: ' : ' removed: '}</span>
          {segment.text}
          <span className="sr-only">{added ? ' end of added,' : ' end of removed,'}</span>
        </Element>
      </span>
    );
  });
}
