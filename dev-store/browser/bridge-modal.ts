import { tell } from './bridge-channel.ts'
import { titleBarActions } from './bridge-elements.ts'

const STYLE = `
.dev-modal { position: fixed; inset: 0; z-index: 399; display: flex; align-items: center; justify-content: center; padding: 16px;
  background: rgb(0 0 0 / 0.5); font: 400 13px/20px Inter, -apple-system, system-ui, sans-serif; color: #303030 }
.dev-modal-box { display: flex; flex-direction: column; width: 100%; max-width: 620px; max-height: 100%; overflow: hidden;
  background: #fff; border-radius: 16px; box-shadow: 0 20px 40px rgb(0 0 0 / 0.3) }
.dev-modal[data-variant="small"] .dev-modal-box { max-width: 400px }
.dev-modal[data-variant="large"] .dev-modal-box { max-width: 980px }
.dev-modal[data-variant="max"] { padding: 0 }
.dev-modal[data-variant="max"] .dev-modal-box { max-width: none; height: 100%; border-radius: 0 }
.dev-modal header { display: flex; align-items: center; gap: 8px; padding: 12px 16px; background: #f3f3f3; border-bottom: 1px solid #e3e3e3 }
.dev-modal h2 { flex: 1; margin: 0; font-size: 14px; font-weight: 650; overflow-wrap: anywhere }
.dev-modal footer { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; padding: 12px 16px; border-top: 1px solid #e3e3e3 }
.dev-modal-body { flex: 1; min-height: 0; overflow: auto }
.dev-modal-body iframe { display: block; width: 100%; height: 60vh; border: 0 }
.dev-modal button.dev-modal-action { min-height: 32px; padding: 4px 12px; border: 1px solid #c9c9c9; border-radius: 8px; background: #fff;
  color: #303030; font: inherit; font-weight: 550; cursor: pointer }
.dev-modal button.dev-modal-action[data-variant="primary"] { background: #303030; border-color: #303030; color: #fff }
.dev-modal button.dev-modal-action[data-critical] { background: #c70a24; border-color: #c70a24; color: #fff }
.dev-modal button.dev-modal-action:disabled { opacity: 0.5; cursor: default }
.dev-modal button:focus-visible { outline: 2px solid #005bd3; outline-offset: 2px }
.dev-modal-close { width: 28px; height: 28px; border: 0; border-radius: 8px; background: none; font-size: 20px; line-height: 1; cursor: pointer }
@media (max-width: 480px) { .dev-modal { padding: 0; align-items: flex-end } .dev-modal-box { border-radius: 16px 16px 0 0 } }
`

/**
 * `ui-modal`: a dialog whose content stays in the app's own document, so that React's portal and its events work. The admin
 * dims its bars meanwhile. It is no native modal dialog: pop-overs that the app renders into the body must lie above it.
 */
export class ModalElement extends HTMLElement {
  #content = document.createElement('div')
  #overlay: HTMLElement | undefined
  #frame: HTMLIFrameElement | undefined
  #before: Element | null = null
  #adopted: Node[] = []
  #observer = new MutationObserver(() => this.#renderBars())

  get content(): HTMLElement {
    return this.#content
  }
  get contentWindow(): Window | null {
    return this.#frame?.contentWindow ?? null
  }
  get src(): string | null {
    return this.getAttribute('src')
  }
  set src(value: string | null) {
    if (value === null) this.removeAttribute('src')
    else this.setAttribute('src', value)
  }
  get variant(): string {
    return this.getAttribute('variant') ?? 'base'
  }
  set variant(value: string) {
    this.setAttribute('variant', value)
  }
  disconnectedCallback(): void {
    void this.hide()
  }
  toggle(): Promise<void> {
    return this.#overlay === undefined ? this.show() : this.hide()
  }

  show(): Promise<void> {
    if (this.#overlay !== undefined) return Promise.resolve()
    this.#before = document.activeElement
    this.#adoptChildren()
    const overlay = document.createElement('div')
    overlay.className = 'dev-modal'
    overlay.dataset.variant = this.variant
    const box = document.createElement('div')
    box.className = 'dev-modal-box'
    box.setAttribute('role', 'dialog')
    box.setAttribute('aria-modal', 'true')
    box.tabIndex = -1
    const body = document.createElement('div')
    body.className = 'dev-modal-body'
    body.append(this.src === null ? this.#content : this.#openFrame(this.src))
    box.append(document.createElement('header'), body, document.createElement('footer'))
    overlay.append(box)
    overlay.addEventListener('mousedown', (event) => {
      if (event.target === overlay && this.variant !== 'max') void this.hide()
    })
    overlay.addEventListener('keydown', (event) => this.#onKey(event, box))
    document.body.append(overlay)
    this.#overlay = overlay
    this.#renderBars()
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, characterData: true })
    tell({ kind: 'overlay', on: true })
    box.focus()
    this.dispatchEvent(new Event('show'))
    return Promise.resolve()
  }

  hide(): Promise<void> {
    if (this.#overlay === undefined) return Promise.resolve()
    this.#observer.disconnect()
    this.#overlay.remove()
    this.#overlay = undefined
    this.#frame = undefined
    if (this.isConnected) this.append(...this.#adopted)
    this.#adopted = []
    tell({ kind: 'overlay', on: false })
    if (this.#before instanceof HTMLElement) this.#before.focus()
    this.dispatchEvent(new Event('hide'))
    return Promise.resolve()
  }

  /** Plain markup between the tags becomes the content; React puts its own there through a portal. */
  #adoptChildren(): void {
    if (this.#content.hasChildNodes()) return
    this.#adopted = [...this.childNodes].filter(
      (node) => !(node instanceof Element && /^UI-/.test(node.tagName)),
    )
    this.#content.append(...this.#adopted)
  }

  #openFrame(src: string): HTMLIFrameElement {
    const url = new URL(src, location.href)
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (!url.searchParams.has(name) && name !== 'id_token') url.searchParams.set(name, value)
    }
    const frame = document.createElement('iframe')
    frame.title = 'Modal'
    frame.src = url.href
    this.#frame = frame
    return frame
  }

  #renderBars(): void {
    const box = this.#overlay?.firstElementChild
    const header = box?.querySelector('header')
    const footer = box?.querySelector('footer')
    if (!(box instanceof HTMLElement) || !header || !footer) return
    const bar = this.querySelector('ui-title-bar')
    const heading = document.createElement('h2')
    heading.textContent = bar?.getAttribute('title') ?? ''
    box.setAttribute('aria-label', heading.textContent)
    const close = document.createElement('button')
    close.type = 'button'
    close.className = 'dev-modal-close'
    close.setAttribute('aria-label', 'Close')
    close.textContent = '×'
    close.addEventListener('click', () => void this.hide())
    header.replaceChildren(heading, close)
    footer.replaceChildren(...(bar === null ? [] : this.#footerButtons(bar)))
    footer.hidden = footer.childElementCount === 0
    footer.style.display = footer.hidden ? 'none' : ''
  }

  #footerButtons(bar: Element): HTMLElement[] {
    const sources = [...bar.querySelectorAll<HTMLElement>('button, a')]
    const buttons = titleBarActions(bar).map((action, i) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'dev-modal-action'
      button.textContent = action.text
      button.disabled = action.disabled || action.loading
      if (action.variant !== null) button.dataset.variant = action.variant
      if (action.critical) button.dataset.critical = ''
      button.addEventListener('click', () => sources[i]?.click())
      return { button, primary: action.variant === 'primary' }
    })
    return [...buttons.filter((one) => !one.primary), ...buttons.filter((one) => one.primary)].map(
      (one) => one.button,
    )
  }

  #onKey(event: KeyboardEvent, box: HTMLElement): void {
    if (event.key === 'Escape') {
      event.stopPropagation()
      void this.hide()
    }
    if (event.key !== 'Tab') return
    const focusable = [
      ...box.querySelectorAll<HTMLElement>(
        'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]',
      ),
    ].filter((element) => element.offsetParent !== null)
    const first = focusable[0]
    const last = focusable.at(-1)
    if (first === undefined || last === undefined) return
    if (event.shiftKey && (document.activeElement === first || document.activeElement === box)) {
      event.preventDefault()
      last.focus()
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault()
      first.focus()
    }
  }
}

export function defineModal(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  customElements.define('ui-modal', ModalElement)
  customElements.define('s-app-window', class extends ModalElement {})
}
