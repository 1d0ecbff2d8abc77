// The control page: every button is one call of the JSON API, every table one answer of it.
type Row = Record<string, unknown>
type Cell = string | Node

const API = '/control/api/'
const statusLine = document.querySelector<HTMLElement>('#status')
let statusTimer = 0

function say(text: string, bad = false): void {
  if (statusLine === null) return
  statusLine.textContent = text
  statusLine.classList.toggle('bad', bad)
  window.clearTimeout(statusTimer)
  statusTimer = window.setTimeout(() => (statusLine.textContent = ''), 4_000)
}

async function api(method: string, path: string, body?: unknown): Promise<unknown> {
  const init: RequestInit = { method, headers: { 'content-type': 'application/json' } }
  if (method === 'POST') init.body = JSON.stringify(body ?? {})
  const response = await fetch(API + path, init)
  const answer: unknown = await response.json()
  if (response.ok) return answer
  throw new Error(text(asRow(answer).error ?? response.status))
}

/** JSON of our own API: an object. */
function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null ? (value as Row) : {}
}

function asRows(value: unknown): Row[] {
  return Array.isArray(value) ? value.map(asRow) : []
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function time(value: unknown): string {
  return text(value).slice(0, 19).replace('T', ' ')
}

function tag(value: unknown): HTMLElement {
  const element = document.createElement('span')
  element.className = `tag ${text(value)}`
  element.textContent = text(value)
  return element
}

function fill(id: string, heads: string[], rows: Cell[][], empty: string): void {
  const table = document.querySelector(`#${id}`)
  if (table === null) return
  const head = document.createElement('tr')
  for (const name of heads) {
    const cell = document.createElement('th')
    cell.textContent = name
    head.append(cell)
  }
  const body = rows.map((cells) => {
    const line = document.createElement('tr')
    for (const content of cells) {
      const cell = document.createElement('td')
      cell.append(content)
      line.append(cell)
    }
    return line
  })
  if (rows.length > 0) {
    table.replaceChildren(head, ...body)
    return
  }
  const line = document.createElement('tr')
  const cell = document.createElement('td')
  cell.className = 'muted'
  cell.textContent = empty
  line.append(cell)
  table.replaceChildren(line)
}

function replayButton(id: unknown): HTMLButtonElement {
  const element = document.createElement('button')
  element.textContent = 'Replay'
  element.dataset.post = `webhooks/${encodeURIComponent(text(id))}/replay`
  return element
}

function payload(body: unknown): HTMLElement {
  const details = document.createElement('details')
  const summary = document.createElement('summary')
  summary.textContent = 'Body'
  const pre = document.createElement('pre')
  pre.textContent = JSON.stringify(JSON.parse(text(body)), null, 2)
  details.append(summary, pre)
  return details
}

async function refreshClock(): Promise<void> {
  const clock = asRow(await api('GET', 'clock'))
  const now = document.querySelector('#now')
  const note = document.querySelector('#clock-note')
  const days = Number(clock.offsetMs) / 86_400_000
  if (now !== null) now.textContent = `${time(clock.now)} UTC`
  if (note !== null)
    note.textContent =
      days === 0
        ? 'Real time'
        : `${Math.abs(days).toFixed(2)} days ${days > 0 ? 'ahead of' : 'behind'} real time`
}

async function refreshTables(): Promise<void> {
  const [webhooks, ledger, calls, faults] = await Promise.all(
    ['webhooks', 'ledger', 'calls', 'faults'].map((path) => api('GET', path)),
  )
  fill(
    'webhooks',
    ['At', 'Shop', 'Topic', 'State', 'Attempts', 'Last answer', 'Event', '', ''],
    asRows(webhooks)
      .slice(0, 200)
      .map((one) => {
        const attempts = asRows(one.attempts)
        const last = attempts.at(-1) ?? {}
        const answer = text(last.status ?? last.error)
        return [
          time(one.triggeredAt),
          text(one.shop),
          text(one.topic),
          tag(one.status),
          String(attempts.length),
          answer,
          text(one.eventId).slice(0, 8),
          payload(one.body),
          replayButton(one.id),
        ]
      }),
    'No webhook has been sent yet.',
  )
  fill(
    'ledger',
    ['At', 'Shop', 'Order', 'Return', 'Kind', 'Gateway', 'Amount', 'State'],
    asRows(asRow(ledger).entries)
      .toReversed()
      .slice(0, 200)
      .map((one) => [
        time(one.at),
        text(one.shop),
        text(one.order),
        text(one.return),
        text(one.kind),
        text(one.gateway),
        `${text(one.amount)} ${text(one.currency)}`,
        tag(one.status),
      ]),
    'Nothing has moved yet.',
  )
  fill(
    'calls',
    ['Flow', 'Calls', 'Points asked', 'Points used', 'Throttled', 'Operations'],
    asRows(asRow(calls).flows).map((one) => {
      const operations = Object.entries(asRow(one.operations)).map(
        ([name, sum]) => `${name} ${text(asRow(sum).calls)}×`,
      )
      return [
        text(one.flow),
        text(one.calls),
        text(one.requestedCost),
        text(one.actualCost),
        text(one.throttled),
        operations.join(', '),
      ]
    }),
    'The app has not called yet.',
  )
  fill(
    'faults',
    ['Match', 'Effect', 'Seen', 'Fired', 'Of'],
    asRows(asRow(faults).faults).map((one) => [
      text(one.match),
      text(one.effect),
      text(one.seen),
      text(one.fired),
      text(one.times ?? 'always'),
    ]),
    'No fault is set.',
  )
}

async function act(run: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await run()
    say(done)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true)
  }
  await Promise.all([refreshClock(), refreshTables()])
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('button') : null
  if (target === null) return
  const { advance, offset, post, sure, fault, shop, act: verb } = target.dataset
  const remove = target.dataset.delete
  if (sure !== undefined && !window.confirm(sure)) return
  if (advance !== undefined) void act(() => api('POST', 'clock', { advance }), 'The clock has moved.')
  if (offset !== undefined)
    void act(() => api('POST', 'clock', { offsetMs: Number(offset) }), 'Real time again.')
  if (post !== undefined) void act(() => api('POST', post), 'Done.')
  if (remove !== undefined) void act(() => api('DELETE', remove), 'Cleared.')
  if (verb !== undefined) void act(() => api('POST', verb, { shop }), 'Done.')
  if (fault !== undefined) {
    const presets: unknown = JSON.parse(document.querySelector('#fault-presets')?.textContent ?? '[]')
    void act(() => api('POST', 'faults', asRows(presets)[Number(fault)]), 'The fault is set.')
  }
})

document.addEventListener('change', (event) => {
  const field =
    event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement
      ? event.target
      : null
  const { setting, shop } = field?.dataset ?? {}
  if (field === null || setting === undefined) return
  // Values of the selects are JSON (true, 2, "legacy"), a number field's text is JSON too.
  const value: unknown = JSON.parse(field.value)
  void act(() => api('POST', 'settings', { shop, [setting]: value }), 'Switched.')
})

document.addEventListener('submit', (event) => {
  const form = event.target instanceof HTMLFormElement ? event.target : null
  if (form === null) return
  event.preventDefault()
  const field = (name: string): string => text(new FormData(form).get(name))
  if (form.id === 'flow-form') void act(() => api('POST', 'calls', { flow: field('flow') }), 'Counting.')
  if (form.id === 'fault-form')
    void act(async () => api('POST', 'faults', JSON.parse(field('fault'))), 'The fault is set.')
})

void refreshClock()
void refreshTables()
window.setInterval(() => void refreshClock(), 1_000)
window.setInterval(() => {
  // A table that somebody is reading in stays still.
  if (document.querySelector('table details[open]') === null) void refreshTables()
}, 3_000)

export {}
