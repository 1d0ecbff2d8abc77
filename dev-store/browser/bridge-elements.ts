import { isNested, onMessage, tell } from './bridge-channel.ts'
import type { Action, NavItem } from './messages.ts'

/** Elements behind the buttons that the admin shows, by the key that comes back with a click. */
const clickable = new Map<string, HTMLElement>()
const keys = new WeakMap<HTMLElement, string>()
let lastKey = 0

onMessage((message) => {
  if (message.kind === 'click') clickable.get(message.key)?.click()
})

/** The button or link of a title bar or save bar as the admin needs it. */
function describeAction(element: HTMLElement, group: string | null = null): Action {
  let key = keys.get(element)
  if (key === undefined) {
    lastKey += 1
    key = `action-${lastKey}`
    keys.set(element, key)
  }
  clickable.set(key, element)
  const variant = element.getAttribute('variant')
  return {
    key,
    text: element.textContent.trim(),
    variant: variant === 'primary' || variant === 'breadcrumb' ? variant : null,
    critical: element.getAttribute('tone') === 'critical',
    disabled: element.hasAttribute('disabled'),
    loading: element.hasAttribute('loading') && element.getAttribute('loading') !== 'false',
    group,
  }
}

export function titleBarActions(bar: Element): Action[] {
  const actions: Action[] = []
  for (const child of bar.querySelectorAll<HTMLElement>('button, a')) {
    actions.push(describeAction(child, child.closest('section')?.getAttribute('label') ?? null))
  }
  return actions
}

function syncTitle(): void {
  if (isNested) return
  const bars = [...document.querySelectorAll('ui-title-bar')].filter(
    (bar) => bar.closest('ui-modal') === null,
  )
  const bar = bars.at(-1)
  if (bar === undefined) {
    tell({ kind: 'title', title: '', actions: [] })
    return
  }
  tell({ kind: 'title', title: bar.getAttribute('title') ?? '', actions: titleBarActions(bar) })
}

function syncNav(): void {
  if (isNested) return
  const menu = document.querySelector('ui-nav-menu, s-app-nav')
  const items: NavItem[] = []
  let home: string | null = null
  for (const link of menu?.querySelectorAll('a, s-link') ?? []) {
    // The link with rel="home" is the app's own name in the admin's navigation.
    const href = link.getAttribute('href') ?? '/'
    if (link.getAttribute('rel') === 'home') home = href
    else items.push({ text: link.textContent.trim(), href })
  }
  tell({ kind: 'nav', home, items })
}

/** Runs `sync` once after a burst of changes, also when React replaces one element by another. */
function soon(sync: () => void): () => void {
  let queued = false
  return () => {
    if (queued) return
    queued = true
    queueMicrotask(() => {
      queued = false
      sync()
    })
  }
}

function observed(sync: () => void): CustomElementConstructor {
  const changed = soon(sync)
  return class extends HTMLElement {
    #observer = new MutationObserver(changed)
    connectedCallback(): void {
      this.#observer.observe(this, { childList: true, subtree: true, attributes: true, characterData: true })
      changed()
    }
    disconnectedCallback(): void {
      this.#observer.disconnect()
      changed()
    }
  }
}

/** `ui-save-bar`: shown in the admin's top bar while the form has unsaved changes. */
export class SaveBarElement extends HTMLElement {
  #showing = false
  #observer = new MutationObserver(() => this.#tell())

  get showing(): boolean {
    return this.#showing
  }
  get discardConfirmation(): boolean {
    return this.hasAttribute('discardconfirmation') || this.hasAttribute('discardConfirmation')
  }
  set discardConfirmation(on: boolean) {
    this.toggleAttribute('discardconfirmation', on)
  }
  connectedCallback(): void {
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, characterData: true })
  }
  disconnectedCallback(): void {
    this.#observer.disconnect()
    void this.hide()
  }
  show(): Promise<void> {
    if (this.#showing) return Promise.resolve()
    this.#showing = true
    this.#tell()
    this.dispatchEvent(new Event('show'))
    return Promise.resolve()
  }
  hide(): Promise<void> {
    if (!this.#showing) return Promise.resolve()
    this.#showing = false
    this.#tell()
    this.dispatchEvent(new Event('hide'))
    return Promise.resolve()
  }
  toggle(): Promise<void> {
    return this.#showing ? this.hide() : this.show()
  }
  #tell(): void {
    if (!this.#showing) {
      tell({ kind: 'save-bar', open: false, save: null, discard: null, discardConfirmation: false })
      return
    }
    const buttons = [...this.querySelectorAll('button')]
    const save = buttons.find((button) => button.getAttribute('variant') === 'primary')
    const discard = buttons.find((button) => button !== save)
    tell({
      kind: 'save-bar',
      open: true,
      save: save === undefined ? null : describeAction(save),
      discard: discard === undefined ? null : describeAction(discard),
      discardConfirmation: this.discardConfirmation,
    })
  }
}

export function defineElements(): void {
  const sheet = new CSSStyleSheet()
  // A constructed sheet and no style attribute: neither the app's CSP nor React's hydration is in its way.
  sheet.replaceSync(
    'ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar, ui-modal, s-app-window { display: none }',
  )
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  customElements.define('ui-nav-menu', observed(syncNav))
  customElements.define('s-app-nav', observed(syncNav))
  customElements.define('ui-title-bar', observed(syncTitle))
  customElements.define('ui-save-bar', SaveBarElement)
}

/** Forms with `data-save-bar` get a save bar of their own: Save submits, Discard resets. */
export function watchFormsWithSaveBar(): void {
  const bars = new WeakMap<HTMLFormElement, SaveBarElement>()
  const formOf = (event: Event): HTMLFormElement | null =>
    event.target instanceof Element ? event.target.closest<HTMLFormElement>('form[data-save-bar]') : null
  const barOf = (form: HTMLFormElement): SaveBarElement => {
    const known = bars.get(form)
    if (known !== undefined) return known
    const bar = new SaveBarElement()
    const save = document.createElement('button')
    save.setAttribute('variant', 'primary')
    save.addEventListener('click', () => form.requestSubmit())
    const discard = document.createElement('button')
    discard.addEventListener('click', () => form.reset())
    bar.discardConfirmation = form.hasAttribute('data-discard-confirmation')
    bar.append(save, discard)
    document.body.append(bar)
    bars.set(form, bar)
    return bar
  }
  for (const type of ['input', 'change']) {
    document.addEventListener(type, (event) => {
      const form = formOf(event)
      if (form !== null) void barOf(form).show()
    })
  }
  for (const type of ['submit', 'reset']) {
    document.addEventListener(type, (event) => {
      const form = formOf(event)
      if (form !== null) void bars.get(form)?.hide()
    })
  }
}
