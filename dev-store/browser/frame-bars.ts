import { button, confirmDialog, make, requireElement } from './dialogs.ts'
import type { Action, FromFrame, NavItem, ToFrame } from './messages.ts'

type Message<K extends FromFrame['kind']> = Extract<FromFrame, { kind: K }>
export type Send = (message: ToFrame) => void

/** The title bar: breadcrumb first, then the title, the plain and grouped actions, and the primary action last. */
export function renderTitleBar(message: Message<'title'>, send: Send): void {
  const breadcrumb = requireElement('#title-breadcrumb', HTMLElement)
  const actions = requireElement('#title-actions', HTMLElement)
  requireElement('#title-text', HTMLElement).textContent = message.title
  const click =
    (action: Action): (() => void) =>
    () =>
      send({ kind: 'click', key: action.key })
  const of = (action: Action): HTMLButtonElement => {
    const look = action.variant === 'primary' ? 'primary' : action.critical ? 'critical' : 'plain'
    const element = button(action.text, look, click(action))
    element.disabled = action.disabled || action.loading
    if (action.loading) element.setAttribute('aria-busy', 'true')
    return element
  }
  const back = message.actions.find((action) => action.variant === 'breadcrumb')
  breadcrumb.replaceChildren()
  if (back !== undefined) {
    const element = make(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': back.text === '' ? 'Back' : back.text,
        title: back.text,
      },
      '←',
    )
    element.addEventListener('click', click(back))
    breadcrumb.append(element)
  }
  const plain = message.actions.filter((action) => action.variant === null && action.group === null)
  const primary = message.actions.filter((action) => action.variant === 'primary')
  const groups = [
    ...new Set(message.actions.flatMap((action) => (action.group === null ? [] : [action.group]))),
  ]
  const menus = groups.map((group) => {
    const items = message.actions.filter((action) => action.group === group).map(of)
    return make(
      'details',
      { class: 'action-menu' },
      make('summary', { class: 'button' }, `${group} ▾`),
      make('div', {}, ...items),
    )
  })
  actions.replaceChildren(...plain.map(of), ...menus, ...primary.map(of))
}

/** The app's own menu below its name in the left navigation. */
export function renderNav(items: NavItem[], current: string, hrefOf: (path: string) => string): void {
  const list = requireElement('#app-nav', HTMLElement)
  const path = current.split(/[?#]/)[0] ?? ''
  const under = (href: string): boolean => {
    const own = href.split(/[?#]/)[0] ?? ''
    return path === own || path.startsWith(own.endsWith('/') ? own : `${own}/`)
  }
  const best = items.filter((item) => under(item.href)).sort((a, b) => b.href.length - a.href.length)[0]
  list.replaceChildren(
    ...items.map((item) => {
      const link = make('a', { href: hrefOf(item.href), 'data-app-href': item.href }, item.text)
      if (item === best) link.setAttribute('aria-current', 'page')
      return make('li', {}, link)
    }),
  )
  list.hidden = items.length === 0
  // The app's own entry is current only where none of its pages is.
  const home = document.querySelector('[data-app-home]')
  if (best === undefined) home?.setAttribute('aria-current', 'page')
  else home?.removeAttribute('aria-current')
}

export type SaveBar = {
  isOpen(): boolean
  render(message: Message<'save-bar'>): void
  confirmLeaving(): Promise<boolean>
}

/** The contextual save bar, which covers the top bar while there are unsaved changes, and the guard against leaving then. */
export function createSaveBar(send: Send): SaveBar {
  const bar = requireElement('#save-bar', HTMLElement)
  let open = false
  window.addEventListener('beforeunload', (event) => {
    if (open) event.preventDefault()
  })

  async function discard(message: Message<'save-bar'>): Promise<void> {
    const sure =
      !message.discardConfirmation ||
      (await confirmDialog({
        title: 'Discard all unsaved changes',
        text: 'If you discard changes, you’ll delete any edits you made since you last saved.',
        yes: 'Discard changes',
        no: 'Continue editing',
        critical: true,
      }))
    if (sure && message.discard !== null) send({ kind: 'click', key: message.discard.key })
  }

  return {
    isOpen: () => open,
    render(message) {
      open = message.open
      bar.hidden = !open
      document.body.classList.toggle('has-save-bar', open)
      if (!open) return
      const buttons: HTMLElement[] = []
      const { save, discard: discardAction } = message
      if (discardAction !== null) {
        const element = button(
          discardAction.text === '' ? 'Discard' : discardAction.text,
          'plain',
          () => void discard(message),
        )
        element.disabled = discardAction.disabled
        buttons.push(element)
      }
      if (save !== null) {
        const element = button(save.text === '' ? 'Save' : save.text, 'primary', () =>
          send({ kind: 'click', key: save.key }),
        )
        element.disabled = save.disabled || save.loading
        buttons.push(element)
      }
      bar.replaceChildren(make('p', { role: 'status' }, 'Unsaved changes'), make('div', {}, ...buttons))
    },
    async confirmLeaving() {
      if (!open) return true
      const leave = await confirmDialog({
        title: 'Leave page with unsaved changes?',
        text: 'Leaving this page will delete all unsaved changes.',
        yes: 'Leave page',
        no: 'Stay',
        critical: true,
      })
      if (leave)
        this.render({ kind: 'save-bar', open: false, save: null, discard: null, discardConfirmation: false })
      return leave
    },
  }
}

/** Shows a toast until its time is over or it is dismissed. */
export function showToast(message: Message<'toast'>, send: Send): void {
  const region = requireElement('#toasts', HTMLElement)
  const toast = make(
    'div',
    { class: message.isError ? 'toast toast-error' : 'toast', 'data-toast': message.id },
    make('span', {}, message.message),
  )
  if (message.action !== null) {
    const action = make('button', { type: 'button', class: 'toast-action' }, message.action)
    action.addEventListener('click', () => {
      send({ kind: 'toast-action', id: message.id })
      hideToast(message.id, send)
    })
    toast.append(action)
  }
  const close = make('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss' }, '×')
  close.addEventListener('click', () => hideToast(message.id, send))
  toast.append(close)
  region.append(toast)
  window.setTimeout(() => hideToast(message.id, send), Math.max(1_000, message.duration))
}

export function hideToast(id: string, send: Send): void {
  const toast = document.querySelector(`[data-toast="${CSS.escape(id)}"]`)
  if (toast === null) return
  toast.remove()
  send({ kind: 'toast-dismissed', id })
}
