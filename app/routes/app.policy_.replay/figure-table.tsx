import { DataTable, type DataTableProps } from '@shopify/polaris'
import { useEffect, useRef } from 'react'

type Props = Pick<DataTableProps, 'columnContentTypes' | 'headings' | 'rows'> & { readonly label: string }

/** A table of figures. Where it is too wide for the page it scrolls by itself, and then by keyboard too, which Polaris leaves out. */
export function FigureTable({ label, ...table }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const region = frame.current?.querySelector('.Polaris-DataTable__ScrollContainer')
    if (!region) return
    const watch = new ResizeObserver(() => makeReachable(region, label))
    watch.observe(region)
    makeReachable(region, label)
    return () => watch.disconnect()
  }, [label])
  return (
    <div ref={frame}>
      <DataTable {...table} increasedTableDensity />
    </div>
  )
}

function makeReachable(region: Element, label: string): void {
  if (region.scrollWidth <= region.clientWidth) {
    for (const name of ['tabindex', 'role', 'aria-label']) region.removeAttribute(name)
    return
  }
  region.setAttribute('tabindex', '0')
  region.setAttribute('role', 'region')
  region.setAttribute('aria-label', label)
}
