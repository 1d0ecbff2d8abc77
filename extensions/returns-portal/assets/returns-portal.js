/* global HTMLAnchorElement, HTMLSelectElement */
/**
 * `<returns-portal>` saves the page loads: it sends the plain forms and links of the returns pages itself and puts the
 * answer in place. Without it everything works by ordinary posts, so it never invents behaviour of its own: the server's
 * markup is the only source. A classic script (a theme loads it with `defer`), no dependencies.
 */
if (!customElements.get('returns-portal')) {
  customElements.define(
    'returns-portal',
    class ReturnsPortal extends HTMLElement {
      /** Ends every listener when the element leaves the page. @type {AbortController | undefined} */
      #lifetime
      /** One request at a time: a second submit waits for the first answer. */
      #busy = false
      /** The pages of this visit, with all that was typed, for the Back button. @type {HTMLElement[]} */
      #pages = []
      #at = 0

      connectedCallback() {
        this.#lifetime = new AbortController()
        const { signal } = this.#lifetime
        this.addEventListener('submit', (event) => this.#onSubmit(event), { signal })
        this.addEventListener('click', (event) => this.#onClick(event), { signal })
        this.addEventListener('change', () => this.#count(), { signal })
        window.addEventListener('popstate', (event) => this.#onPopState(event), { signal })
        const content = this.#content()
        if (content) this.#pages[0] = content
        this.#mark(0, location.href, 'replaceState')
        this.#count()
      }

      disconnectedCallback() {
        this.#lifetime?.abort()
      }

      /** @returns {HTMLElement | null} */
      #content() {
        return this.querySelector('[data-portal-content]')
      }

      /** @param {string} text */
      #say(text) {
        const live = this.querySelector('[data-portal-live]')
        if (live) live.textContent = text
      }

      /**
       * @param {number} index
       * @param {string} url
       * @param {'pushState' | 'replaceState'} how
       */
      #mark(index, url, how) {
        this.#at = index
        history[how]({ ...history.state, returnsPortal: index }, '', url)
      }

      /** @param {SubmitEvent} event */
      #onSubmit(event) {
        const form = event.target
        if (!(form instanceof HTMLFormElement) || new URL(form.action).origin !== location.origin) return
        event.preventDefault()
        if (this.#busy) return
        const fields = new URLSearchParams()
        for (const [name, value] of new FormData(form, event.submitter)) {
          if (typeof value === 'string') fields.append(name, value)
        }
        const action = event.submitter?.getAttribute('formaction') || form.action
        if (form.method === 'post') void this.#go(action, event.submitter, fields)
        else void this.#go(`${action.split('?')[0]}?${fields}`, event.submitter)
      }

      /** @param {MouseEvent} event */
      #onClick(event) {
        const target =
          event.target instanceof Element
            ? event.target.closest('[data-portal-link], [data-portal-print]')
            : null
        if (!target) return
        if (target.hasAttribute('data-portal-print')) {
          window.print()
          return
        }
        if (event.metaKey || event.ctrlKey || event.shiftKey || !(target instanceof HTMLAnchorElement)) return
        event.preventDefault()
        if (!this.#busy) void this.#go(target.href, target)
      }

      /** @param {PopStateEvent} event */
      #onPopState(event) {
        const index = event.state?.returnsPortal
        const page = this.#pages[index]
        if (typeof index !== 'number' || index === this.#at) return
        if (!page) {
          location.reload()
          return
        }
        this.#at = index
        this.#content()?.replaceWith(page)
        this.#arrive(page)
      }

      /**
       * Fetches the same address without the theme around it, twice when the network fails (a repeated submit is safe: the
       * form carries the key of the submission), and shows the answer.
       * @param {string} address
       * @param {Element | null} trigger
       * @param {URLSearchParams} [body]
       */
      async #go(address, trigger, body) {
        const url = new URL(address, location.href)
        url.searchParams.set('view', this.dataset.view ?? 'fragment')
        this.#wait(true, trigger)
        try {
          const init = { signal: AbortSignal.timeout(30_000), ...(body ? { method: 'POST', body } : {}) }
          const response = await fetch(url, init).catch(async (error) => {
            if (error.name === 'TimeoutError') throw error
            await new Promise((resolve) => setTimeout(resolve, 800))
            return fetch(url, init)
          })
          const answer = new DOMParser().parseFromString(await response.text(), 'text/html')
          const page = answer.querySelector('[data-portal-content]')
          if (!(page instanceof HTMLElement)) throw new TypeError('Not a page of the portal')
          this.#show(page, new URL(page.dataset.portalUrl ?? response.url, location.href))
        } catch {
          this.#fail(trigger)
        } finally {
          this.#wait(false, trigger)
        }
      }

      /**
       * A page with errors takes the place of the one it answers; any other is a new step that Back leaves again.
       * @param {HTMLElement} page
       * @param {URL} url
       */
      #show(page, url) {
        url.searchParams.delete('view')
        this.#content()?.replaceWith(page)
        if (page.hasAttribute('data-portal-invalid')) {
          this.#pages[this.#at] = page
        } else {
          this.#pages.length = this.#at + 1
          this.#pages.push(page)
          this.#mark(this.#at + 1, url.href, 'pushState')
        }
        this.#arrive(page)
      }

      /** @param {HTMLElement} page */
      #arrive(page) {
        this.#count()
        const focus = page.querySelector('[data-portal-focus]') ?? page.querySelector('h1, h2')
        if (!(focus instanceof HTMLElement)) return
        focus.tabIndex = -1
        focus.focus({ preventScroll: true })
        this.scrollIntoView({ block: 'start' })
        this.#say('')
      }

      /**
       * @param {boolean} busy
       * @param {Element | null} trigger
       */
      #wait(busy, trigger) {
        this.#busy = busy
        this.toggleAttribute('data-busy', busy)
        this.setAttribute('aria-busy', String(busy))
        if (busy) {
          this.querySelector('[data-portal-failed]')?.remove()
          trigger?.setAttribute('aria-disabled', 'true')
          this.#say(this.dataset.loading ?? '')
        } else {
          trigger?.removeAttribute('aria-disabled')
        }
      }

      /** What was typed stays in the form; the notice stands beside the button that failed. @param {Element | null} trigger */
      #fail(trigger) {
        const notice = document.createElement('p')
        notice.className = 'returns-portal__error'
        notice.dataset.portalFailed = ''
        notice.role = 'alert'
        notice.textContent = this.dataset.failed ?? ''
        trigger?.before(notice)
        this.#say('')
      }

      /** Says how many units are chosen; the sentences come from the server with a `#` for the number. */
      #count() {
        const output = this.querySelector('[data-portal-count]')
        if (!(output instanceof HTMLElement)) return
        let units = 0
        for (const pick of this.querySelectorAll('input[data-portal-pick]:checked')) {
          const quantity = pick.closest('li')?.querySelector('[data-portal-quantity]')
          units +=
            quantity instanceof HTMLSelectElement || quantity instanceof HTMLInputElement
              ? Number(quantity.value)
              : 0
        }
        const { none = '', one = '', many = '' } = output.dataset
        output.textContent = (units === 0 ? none : units === 1 ? one : many).replace('#', String(units))
      }
    },
  )
}
