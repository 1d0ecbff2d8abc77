/**
 * `<returns-portal>` saves the page loads: it sends the plain forms and links of the returns pages itself and puts the
 * answer in place. Without it everything works by ordinary posts, so it never invents behaviour of its own: the server's
 * markup is the only source.
 */
export {}

const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : ''

/** A part that only some pages need; it lies beside this file. */
function load(name: string): void {
  const src = own.replace('returns-portal.js', name)
  if (own === '' || document.querySelector(`script[src="${src}"]`)) return
  document.head.append(Object.assign(document.createElement('script'), { src }))
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

class ReturnsPortal extends HTMLElement {
  /** Ends every listener when the element leaves the page. */
  #lifetime: AbortController | undefined
  /** One request at a time: a second submit waits for the first answer. */
  #busy = false
  /** The pages of this visit, with all that was typed, for the Back button. */
  #pages: HTMLElement[] = []
  #at = 0

  connectedCallback(): void {
    this.#lifetime = new AbortController()
    const { signal } = this.#lifetime
    this.addEventListener('submit', (event) => this.#onSubmit(event), { signal })
    this.addEventListener('click', (event) => this.#onClick(event), { signal })
    window.addEventListener('popstate', (event) => this.#onPopState(event), { signal })
    const content = this.#content()
    if (content === null) return
    this.#pages[0] = content
    this.#mark(0, location.href, 'replaceState')
    this.#announce(content, 'new')
  }

  disconnectedCallback(): void {
    this.#lifetime?.abort()
  }

  #content(): HTMLElement | null {
    return this.querySelector<HTMLElement>('[data-portal-content]')
  }

  #say(text: string): void {
    const live = this.querySelector('[data-portal-live]')
    if (live) live.textContent = text
  }

  #mark(index: number, url: string, how: 'pushState' | 'replaceState'): void {
    this.#at = index
    // Whatever the theme keeps there stays.
    history[how]({ ...(history.state as object | null), returnsPortal: index }, '', url)
  }

  #onSubmit(event: SubmitEvent): void {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || new URL(form.action).origin !== location.origin) return
    event.preventDefault()
    if (!this.#busy) void this.#send(form, event.submitter)
  }

  /** Photos on their way are waited for. The button goes along by hand, older browsers leave it out; only files need a form in parts. */
  async #send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    this.#wait(true, button)
    for (let round = 0; round < 300 && form.querySelector('[data-portal-photo][aria-busy]'); round += 1)
      await pause(200)
    const data = new FormData(form)
    const name = button?.getAttribute('name')
    if (name) data.append(name, button?.getAttribute('value') ?? '')
    const hasFiles = [...data.values()].some((value) => value instanceof File && value.size > 0)
    const fields = new URLSearchParams()
    for (const [key, value] of data) if (typeof value === 'string') fields.append(key, value)
    const action = button?.getAttribute('formaction') ?? form.action
    const isGood =
      form.method === 'post'
        ? await this.#go(action, button, hasFiles ? data : fields)
        : await this.#go(`${action.split('?')[0] ?? ''}?${fields.toString()}`, button)
    if (isGood && form.hasAttribute('data-portal-sends')) this.#tell('sent')
  }

  #onClick(event: MouseEvent): void {
    const { target } = event
    const found = target instanceof Element ? target.closest('[data-portal-link], [data-portal-print]') : null
    if (found?.hasAttribute('data-portal-print')) window.print()
    if (event.metaKey || event.ctrlKey || event.shiftKey || !(found instanceof HTMLAnchorElement)) return
    event.preventDefault()
    if (!this.#busy) void this.#go(found.href, found)
  }

  #onPopState(event: PopStateEvent): void {
    // Only this element writes the key.
    const index = (event.state as { returnsPortal?: number } | null)?.returnsPortal
    if (index === undefined || index === this.#at) return
    const page = this.#pages[index]
    if (page === undefined) {
      location.reload()
      return
    }
    this.#at = index
    this.#content()?.replaceWith(page)
    this.#announce(page, 'back')
    this.#arrive(page)
  }

  /**
   * Fetches the same address without the theme around it, twice when the network fails (a repeated submit is safe: the form
   * carries the key of the submission), and shows the answer. Answers whether it was no page with errors.
   */
  async #go(
    address: string,
    trigger: HTMLElement | null,
    body?: FormData | URLSearchParams,
  ): Promise<boolean> {
    const url = new URL(address, location.href)
    url.searchParams.set('view', this.dataset.view ?? 'fragment')
    this.#wait(true, trigger)
    try {
      const post = body === undefined ? {} : { method: 'POST', body }
      const ask = (): Promise<Response> => fetch(url, { ...post, ...limit(30_000) })
      const response = await ask().catch(async (error: unknown) => {
        if (error instanceof DOMException && error.name === 'TimeoutError') throw error
        await pause(800)
        return ask()
      })
      const answer = new DOMParser().parseFromString(await response.text(), 'text/html')
      const page = answer.querySelector<HTMLElement>('[data-portal-content]')
      if (page === null) throw new TypeError('Not a page of the portal')
      this.#show(page, new URL(page.dataset.portalUrl ?? response.url, location.href))
      return !page.hasAttribute('data-portal-invalid')
    } catch {
      this.#fail(trigger)
      return false
    } finally {
      this.#wait(false, trigger)
    }
  }

  /** A page with errors takes the place of the one it answers; any other is a new step that Back leaves again. */
  #show(page: HTMLElement, url: URL): void {
    const isInvalid = page.hasAttribute('data-portal-invalid')
    url.searchParams.delete('view')
    this.#content()?.replaceWith(page)
    if (isInvalid) {
      this.#pages[this.#at] = page
    } else {
      this.#pages.length = this.#at + 1
      this.#pages.push(page)
      this.#mark(this.#at + 1, url.href, 'pushState')
    }
    this.#announce(page, isInvalid ? 'invalid' : 'new')
    this.#arrive(page)
  }

  /** The other parts hear of a page: a new one, one with errors, one that Back brought. */
  #announce(page: HTMLElement, how: 'new' | 'invalid' | 'back'): void {
    if (page.querySelector('[data-portal-photos]')) load('returns-portal-photos.js')
    if (page.querySelector('[data-portal-draft], [data-portal-count]')) load('returns-portal-draft.js')
    page.dataset.portalHow = how
    this.#tell('page')
  }

  #tell(what: 'page' | 'sent'): void {
    this.dispatchEvent(new CustomEvent(`returns-portal:${what}`, { bubbles: true }))
  }

  #arrive(page: HTMLElement): void {
    const focus =
      page.querySelector<HTMLElement>('[data-portal-focus]') ?? page.querySelector<HTMLElement>('h1, h2')
    if (focus === null) return
    focus.tabIndex = -1
    focus.focus({ preventScroll: true })
    this.scrollIntoView({ block: 'start' })
    this.#say('')
  }

  #wait(busy: boolean, trigger: HTMLElement | null): void {
    this.#busy = busy
    this.setAttribute('aria-busy', String(busy))
    if (busy) {
      this.querySelector('[data-portal-failed]')?.remove()
      trigger?.setAttribute('aria-disabled', 'true')
      this.#say(this.dataset.loading ?? '')
    } else {
      trigger?.removeAttribute('aria-disabled')
    }
  }

  /** What was typed stays in the form; the notice stands beside the button that failed. */
  #fail(trigger: HTMLElement | null): void {
    const notice = document.createElement('p')
    notice.className = 'returns-portal__error'
    notice.dataset.portalFailed = ''
    notice.role = 'alert'
    notice.textContent = this.dataset.failed ?? ''
    trigger?.before(notice)
    this.#say('')
  }
}

/** Ends a request after a time; older webviews cannot, and wait for the network to give up. */
function limit(milliseconds: number): RequestInit {
  return 'timeout' in AbortSignal ? { signal: AbortSignal.timeout(milliseconds) } : {}
}

if (!customElements.get('returns-portal')) customElements.define('returns-portal', ReturnsPortal)
