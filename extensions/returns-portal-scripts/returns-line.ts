/** Puts the sentence about a product's return into the page once it is there. What fails leaves the link to the policy. */
export {}

/** What `/line` answers: the sentence and its language; nothing where there is none. */
type Line = { readonly text?: string; readonly locale?: string }

async function say(line: HTMLElement): Promise<void> {
  line.dataset.said = ''
  // What the page itself needs goes first.
  const response = await fetch(line.dataset.src ?? '', { priority: 'low' })
  // The portal's own answer.
  const { text, locale = '' } = response.ok ? ((await response.json()) as Line) : {}
  const place = line.querySelector<HTMLElement>('[data-line]')
  if (text === undefined || place === null) return
  place.textContent = text
  place.lang = locale
}

for (const line of document.querySelectorAll<HTMLElement>('returns-line:not([data-said])'))
  say(line).catch(() => undefined)
