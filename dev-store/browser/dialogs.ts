/** An element with properties, attributes and children; text is text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '')
    else if (typeof value === 'string') element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

export function requireElement<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`The admin page has no ${selector}`)
  return found
}

/** A modal dialog of the admin itself. Resolves with the answer of the button that closed it; Escape is `cancelled`. */
export function openDialog<T>(options: {
  title: string
  body: Node[]
  buttons: (close: (value: T) => void) => HTMLElement[]
  cancelled: T
  wide?: boolean
}): Promise<T> {
  return new Promise((resolve) => {
    const dialog = make('dialog', {
      class: options.wide === true ? 'dialog dialog-wide' : 'dialog',
      'aria-label': options.title,
    })
    const finish = (value: T): void => {
      dialog.close()
      dialog.remove()
      resolve(value)
    }
    const close = make('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close' }, '×')
    close.addEventListener('click', () => finish(options.cancelled))
    dialog.append(
      make('header', {}, make('h2', {}, options.title), close),
      make('div', { class: 'dialog-body' }, ...options.body),
      make('footer', {}, ...options.buttons(finish)),
    )
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      finish(options.cancelled)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

export function button(
  text: string,
  look: 'plain' | 'primary' | 'critical',
  onClick: () => void,
): HTMLButtonElement {
  const element = make(
    'button',
    { type: 'button', class: look === 'plain' ? 'button' : `button button-${look}` },
    text,
  )
  element.addEventListener('click', onClick)
  return element
}

/** Asks a yes-or-no question. */
export function confirmDialog(options: {
  title: string
  text: string
  yes: string
  no: string
  critical?: boolean
}): Promise<boolean> {
  return openDialog<boolean>({
    title: options.title,
    body: [make('p', {}, options.text)],
    buttons: (close) => [
      button(options.no, 'plain', () => close(false)),
      button(options.yes, options.critical === true ? 'critical' : 'primary', () => close(true)),
    ],
    cancelled: false,
  })
}
