/**
 * Keeps what is typed into a form with `data-portal-draft` on this device for a day, and says what is chosen. Only what a person
 * typed or chose is kept: no token, no address, no file. Lines go by their id: an order that has changed puts nothing wrong.
 */
export {}

type Draft = { readonly at: number; readonly typed: readonly (readonly [name: string, value: string])[] }
/** Selects and text areas are read as inputs are. */
type Field = Pick<HTMLInputElement, 'name' | 'type' | 'value' | 'checked' | 'closest'>

const day = 86_400_000
const start = 'returns-portal:'
/** The drafts of this visit: gone once the request is sent. */
const open = new Set<string>()

/** Private windows and some webviews throw at the first touch. */
function use(action: (storage: Storage) => void): void {
  try {
    action(localStorage)
  } catch {
    // Nothing is kept then; everything else works.
  }
}

function read(storage: Storage, key: string): Draft | null {
  // Only this file writes keys that start so.
  const kept = JSON.parse(storage.getItem(key) ?? 'null') as Draft | null
  return kept !== null && Date.now() - kept.at < day ? kept : null
}

function keyOf(form: HTMLFormElement): string {
  return `${start}${form.dataset.portalDraft ?? ''}`
}

/** Every field that a person fills, with its name by the id of its line. */
function fieldsOf(form: HTMLFormElement): (readonly [field: Field, name: string])[] {
  return [...form.elements].flatMap((element) => {
    // A button or an output has no name that counts; every other control has these.
    const field = element as HTMLInputElement
    const isTyped = field.name && !/hidden|file|submit|button|fieldset|output/.test(field.type)
    if (!isTyped || field.closest('.returns-portal__trap')) return []
    const name = field.name.replace(/^line\.(\d+)\./, (all, index: string) => {
      const id = form.elements.namedItem(`line.${index}.id`)
      return id instanceof HTMLInputElement ? `${id.value} ` : all
    })
    return [[field, name] as const]
  })
}

const isTicked = (field: Field): boolean => /checkbox|radio/.test(field.type)

function keep(target: EventTarget | null): void {
  const form = target instanceof Element ? target.closest<HTMLFormElement>('form[data-portal-draft]') : null
  if (form === null) return
  const typed = fieldsOf(form)
    .filter(([field]) => !isTicked(field) || field.checked)
    .map(([field, name]) => [name, field.value] as const)
  const draft: Draft = { at: Date.now(), typed }
  use((storage) => storage.setItem(keyOf(form), JSON.stringify(draft)))
}

/** Whether anything changed by it. */
function putBack(form: HTMLFormElement, { typed }: Draft): boolean {
  let changed = false
  for (const [field, name] of fieldsOf(form)) {
    const values = typed.filter(([other]) => other === name).map(([, value]) => value)
    const [first] = values
    if (isTicked(field)) {
      changed ||= field.checked !== values.includes(field.value)
      field.checked = values.includes(field.value)
    } else if (first !== undefined && first !== field.value) {
      field.value = first
      changed = true
    }
  }
  return changed
}

/** Says so, with a button that takes it away again. */
function tellKept(form: HTMLFormElement): void {
  const { kept = '', clear = '' } = form.closest<HTMLElement>('returns-portal')?.dataset ?? {}
  const notice = document.createElement('p')
  notice.className = 'returns-portal__hint'
  notice.role = 'status'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'returns-portal__link'
  button.textContent = clear
  button.addEventListener('click', () => {
    use((storage) => storage.removeItem(keyOf(form)))
    form.reset()
    notice.remove()
    count()
    form.querySelector<HTMLElement>('input:not([type=hidden])')?.focus()
  })
  notice.append(`${kept} `, button)
  form.before(notice)
}

function arrive(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('returns-portal form[data-portal-draft]')) {
    open.add(keyOf(form))
    const page = form.closest<HTMLElement>('[data-portal-content]')
    if (page?.dataset.portalHow !== 'new') continue
    page.dataset.portalHow = 'seen'
    use((storage) => {
      const draft = read(storage, keyOf(form))
      if (draft !== null && putBack(form, draft)) tellKept(form)
    })
  }
  count()
}

/** How many units are chosen and what they cost; the sentences come from the server with a `#` for the figure. */
function count(): void {
  let units = 0
  let minor = 0
  for (const pick of document.querySelectorAll<HTMLInputElement>('input[data-portal-pick]:checked')) {
    const quantity = pick.closest('li')?.querySelector<HTMLInputElement>('[data-portal-quantity]')
    const chosen = Number(quantity?.value ?? 1) || 0
    units += chosen
    minor += chosen * Number(pick.dataset.portalPrice ?? 0)
  }
  const output = document.querySelector<HTMLElement>('[data-portal-count]')
  const { none = '', one = '', many = '' } = output?.dataset ?? {}
  write(output, (units === 0 ? none : units === 1 ? one : many).replace('#', String(units)))
  const sum = document.querySelector<HTMLElement>('[data-portal-sum]')
  if (sum !== null) write(sum, minor > 0 ? (sum.dataset.text ?? '#').replace('#', price(sum, minor)) : '')
}

function price(sum: HTMLElement, minor: number): string {
  const { currency = 'XXX', digits = '2' } = sum.dataset
  const places = Number(digits)
  const options = {
    style: 'currency',
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  } as const
  const language = sum.closest('[lang]')?.getAttribute('lang') ?? undefined
  return new Intl.NumberFormat(language, options).format(minor / 10 ** places)
}

/** Only what has changed: a live region that is written again is read again. */
function write(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text
}

document.addEventListener('input', ({ target }) => keep(target))
document.addEventListener('change', ({ target }) => {
  keep(target)
  count()
})
document.addEventListener('returns-portal:page', arrive)
document.addEventListener('returns-portal:sent', () => {
  for (const key of open) use((storage) => storage.removeItem(key))
})
use((storage) => {
  for (const key of Object.keys(storage))
    if (key.startsWith(start) && read(storage, key) === null) storage.removeItem(key)
})
arrive()
