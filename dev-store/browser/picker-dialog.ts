import { button, make, openDialog } from './dialogs.ts'

/** One row of a picker; children are variants below a product. */
export type PickerRow = {
  id: string
  title: string
  detail: string
  imageUrl: string | null
  disabled: boolean
  children: PickerRow[]
}

/** `limit` false means one choice, true any number. */
export type PickerSettings = {
  title: string
  limit: boolean | number
  selected: string[]
  query: string
  confirm: string
  load: (query: string) => Promise<PickerRow[]>
}

/** Lets a person choose rows; resolves with their ids, or null when it was cancelled. */
export function pickRows(settings: PickerSettings): Promise<string[] | null> {
  const chosen = new Set(settings.selected)
  const list = make('ul', { class: 'picker-list' })
  const count = make('p', { class: 'picker-count', role: 'status' })
  const search = make('input', {
    type: 'search',
    'aria-label': `Search ${settings.title.toLowerCase()}`,
    placeholder: 'Search',
    value: settings.query,
  })
  const single = settings.limit === false || settings.limit === 1
  let rows: PickerRow[] = []
  let wanted = 0
  let confirmButton: HTMLButtonElement | undefined

  function leaves(row: PickerRow): string[] {
    return row.children.length === 0 ? [row.id] : [row.id, ...row.children.map((child) => child.id)]
  }

  function choose(row: PickerRow, parent: PickerRow | null, on: boolean): void {
    if (single && on) chosen.clear()
    if (parent === null) {
      for (const id of leaves(row)) if (on) chosen.add(id)
      if (!on) for (const id of leaves(row)) chosen.delete(id)
    } else {
      if (on) chosen.add(row.id).add(parent.id)
      else chosen.delete(row.id)
      if (!parent.children.some((child) => chosen.has(child.id))) chosen.delete(parent.id)
    }
    render()
  }

  function rowElement(row: PickerRow, parent: PickerRow | null): HTMLLIElement {
    const input = make('input', {
      type: single ? 'radio' : 'checkbox',
      name: 'picker',
      disabled: row.disabled,
    })
    input.checked = chosen.has(row.id)
    const partly =
      row.children.some((child) => chosen.has(child.id)) &&
      !row.children.every((child) => chosen.has(child.id))
    input.indeterminate = !single && partly
    input.addEventListener('change', () => choose(row, parent, input.checked))
    const image =
      row.imageUrl === null
        ? make('span', { class: 'picker-image' })
        : make('img', { class: 'picker-image', src: row.imageUrl, alt: '' })
    const text = make(
      'span',
      { class: 'picker-text' },
      make('span', {}, row.title),
      make('span', { class: 'muted' }, row.detail),
    )
    const label = make('label', {}, input, ...(parent === null ? [image] : []), text)
    const item = make('li', parent === null ? {} : { class: 'picker-child' }, label)
    if (row.children.length > 0)
      item.append(make('ul', {}, ...row.children.map((child) => rowElement(child, row))))
    return item
  }

  function selectedRows(): number {
    return rows.filter((row) => chosen.has(row.id)).length
  }

  function render(): void {
    const index = [...list.querySelectorAll('input')].findIndex((input) => input === document.activeElement)
    const empty = make('li', { class: 'muted picker-empty' }, 'Nothing matches the search.')
    list.replaceChildren(...(rows.length === 0 ? [empty] : rows.map((row) => rowElement(row, null))))
    if (index >= 0) list.querySelectorAll('input')[index]?.focus()
    const max = typeof settings.limit === 'number' ? `/${settings.limit}` : ''
    count.textContent = `${selectedRows()}${max} selected`
    const tooMany = typeof settings.limit === 'number' && selectedRows() > settings.limit
    if (confirmButton !== undefined) confirmButton.disabled = chosen.size === 0 || tooMany
  }

  async function refresh(): Promise<void> {
    wanted += 1
    const mine = wanted
    const found = await settings.load(search.value)
    if (mine !== wanted) return
    rows = found
    render()
  }

  let timer = 0
  search.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void refresh(), 150)
  })
  void refresh()

  return openDialog<string[] | null>({
    title: settings.title,
    body: [search, list],
    buttons: (close) => {
      confirmButton = button(settings.confirm, 'primary', () => close([...chosen]))
      confirmButton.disabled = true
      return [count, button('Cancel', 'plain', () => close(null)), confirmButton]
    },
    cancelled: null,
    wide: true,
  })
}
