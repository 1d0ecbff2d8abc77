// Loaded into a real server process by `node --import`, after the dev store's preload and never in production: it kills the
// process, without a word, at a named point between two steps of a payment. It knows the steps by what can be seen from
// outside the app: statements to PostgreSQL, calls to Shopify, requests that come in. The rig arms it by a message.
import http from 'node:http'
import pg from 'pg'

/** @type {string | null} */
let armed = null

process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'crashAt' in message) {
    armed = typeof message.crashAt === 'string' ? message.crashAt : null
    process.send?.({ armed })
  }
})
// The rig's line must not keep a process alive that wants to end.
process.channel?.unref()

/** @param {string} point */
function here(point) {
  if (armed === point) process.kill(process.pid, 'SIGKILL')
}

/**
 * What a statement tells of the step that it belongs to.
 * @param {string} text
 * @param {readonly unknown[]} values
 */
function stepOf(text, values) {
  if (/^INSERT INTO "public"\."MoneyIntent"/.test(text)) return 'intent'
  if (/^INSERT INTO "public"\."Message"/.test(text)) return 'message'
  if (/^UPDATE "public"\."Message"/.test(text)) return 'message sent'
  if (/^\s*update "OutboxJob" set "leaseToken"/.test(text)) return 'claim'
  if (!/^UPDATE "public"\."MoneyIntent"/.test(text)) return null
  if (values.includes('sent')) return 'sent'
  return ['settled', 'pending', 'failed', 'refused', 'unknown'].some((state) => values.includes(state))
    ? 'outcome'
    : null
}

/** Points right before a statement runs, and right after its transaction is committed. */
const before = /** @type {Record<string, string>} */ ({
  intent: 'F2',
  claim: 'F4',
  outcome: 'F10',
  'message sent': 'F13',
})
const afterCommit = /** @type {Record<string, string>} */ ({
  intent: 'F3',
  'claim payment': 'F5',
  sent: 'F7',
  outcome: 'F11',
  message: 'F12',
})

const steps = Symbol('steps')
const query = pg.Client.prototype.query

/** @param {any[]} args */
pg.Client.prototype.query = function stepped(...args) {
  const [first] = args
  const text = typeof first === 'string' ? first : (first?.text ?? '')
  const given = first?.values ?? args[1]
  const values = Array.isArray(given) ? given : []
  const client = /** @type {{ [steps]?: Set<string> }} */ (/** @type {unknown} */ (this))
  // Its role and shop may come with it.
  if (/^BEGIN(;|$)/.test(text)) client[steps] = new Set()
  const step = stepOf(text, values)
  if (step !== null) {
    here(before[step] ?? '')
    client[steps]?.add(step)
  }
  const isCommit = text === 'COMMIT'
  const result = query.apply(this, /** @type {any} */ (args))
  const answered = /** @type {unknown} */ (result)
  if (!(answered instanceof Promise)) return result
  const noted = answered.then((answer) => {
    // The claim answers the job's row: whether it is a payment stands there.
    if (step === 'claim' && JSON.stringify(answer.rows).includes('process-refund'))
      client[steps]?.add('claim payment')
    if (isCommit) {
      for (const one of client[steps] ?? []) here(afterCommit[one] ?? '')
      delete client[steps]
    }
    return answer
  })
  return /** @type {any} */ (noted)
}

const ask = globalThis.fetch

/** @type {typeof fetch} */
const watched = async (target, init) => {
  const body = typeof init?.body === 'string' ? init.body : ''
  const isPayment = body.includes('returnProcess(')
  const isSettlement = !isPayment && body.includes('suggestedFinancialOutcome')
  const answering = ask(target, init)
  if (isPayment && armed === 'F8') {
    answering.catch(() => undefined)
    // Long enough to leave the house, too short to be sure that Shopify has done it.
    setTimeout(() => here('F8'), 2)
  }
  const answer = await answering
  if (isPayment) here('F9')
  if (isSettlement) here('F6')
  return answer
}
globalThis.fetch = watched

const emit = http.Server.prototype.emit

/** @param {any[]} args */
function arrived(...args) {
  const [event, request] = args
  if (event === 'request' && request?.method === 'POST' && request.url?.includes('/app/returns/')) here('F1')
  // @ts-expect-error -- every event's arguments go through unchanged
  return emit.apply(this, args)
}
http.Server.prototype.emit = arrived
