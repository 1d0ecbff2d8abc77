import type { PageFrame } from './portal-page.tsx'

/** Prints the page; hidden where there are no scripts. */
export function PrintButton({ frame }: { readonly frame: PageFrame }) {
  return (
    <button
      className="returns-portal__button returns-portal__button--quiet"
      type="button"
      data-portal-print=""
    >
      {frame.text.t('status.print')}
    </button>
  )
}
