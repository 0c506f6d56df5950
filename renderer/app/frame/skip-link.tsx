/**
 * The first stop of the keyboard: leads past top bar and filters to what the screen is about. That is the part of it
 * marked `data-skip-target`, such as the cell of the grid that has the focus, else the screen itself.
 */
export function SkipLink() {
  return (
    <button
      type="button"
      className="sr-only focus:not-sr-only focus:absolute focus:top-1.5 focus:left-2 focus:z-30 focus:rounded-md focus:border focus:border-edge focus:bg-raised focus:px-3 focus:py-1 focus:font-medium focus:shadow-pop"
      onClick={() => {
        const main = document.querySelector<HTMLElement>('main');
        const target = main?.querySelector<HTMLElement>('[data-skip-target] [tabindex="0"]');
        (target ?? main)?.focus();
      }}
    >
      Skip to the content
    </button>
  );
}
