// Loaded into the app's processes by `node --import ./dev-store/preload.mjs`, and never in production: it points
// Shopify's hosts at the dev store and moves the clock with it, so that nothing in `app/` needs a switch for either.
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import { Agent, setGlobalDispatcher } from 'undici'

const base = process.env.DEV_STORE_URL
if (base === undefined || base === '') {
  throw new Error('dev-store/preload.mjs needs DEV_STORE_URL, the address of a running dev store')
}

const RealDate = globalThis.Date
let offsetMs = 0

redirectShopify(new URL(base).origin)
shiftDate()
shiftTemporal()
await followClock(new URL(base))

/**
 * Sends every `https://*.myshopify.com` request of the global fetch to the dev store and names the shop that was meant
 * in `x-forwarded-host`.
 * @param {string} origin
 */
function redirectShopify(origin) {
  class ShopRedirect extends Agent {
    /**
     * @param {import('undici').Dispatcher.DispatchOptions} options
     * @param {import('undici').Dispatcher.DispatchHandler} handler
     */
    dispatch(options, handler) {
      const host = options.origin === undefined ? '' : new URL(options.origin).hostname
      if (!host.endsWith('.myshopify.com')) return super.dispatch(options, handler)
      const headers = [...flatHeaders(options.headers), 'x-forwarded-host', host]
      return super.dispatch({ ...options, origin, headers }, handler)
    }
  }
  setGlobalDispatcher(new ShopRedirect())
}

/**
 * undici passes headers as a flat array, an object or pairs, depending on who calls.
 * @param {import('undici').Dispatcher.DispatchOptions['headers']} headers
 * @returns {string[]}
 */
function flatHeaders(headers) {
  if (headers === undefined || headers === null) return []
  const entries = Array.isArray(headers)
    ? pairs(headers)
    : Symbol.iterator in headers
      ? headers
      : Object.entries(headers)
  const flat = []
  for (const [name, value] of entries) {
    if (name.toLowerCase() === 'x-forwarded-host' || name.toLowerCase() === 'host' || value === undefined)
      continue
    for (const one of Array.isArray(value) ? value : [value]) flat.push(name, one)
  }
  return flat
}

/**
 * @param {string[]} flat
 * @returns {[string, string][]}
 */
function pairs(flat) {
  /** @type {[string, string][]} */
  const found = []
  for (let i = 0; i + 1 < flat.length; i += 2) found.push([flat[i] ?? '', flat[i + 1] ?? ''])
  return found
}

/** Makes `Date.now()`, `new Date()` and `Date()` tell the dev store's time; dates built from arguments stay as they are. */
function shiftDate() {
  const now = () => RealDate.now() + offsetMs
  const Shifted = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
  // `x.constructor === Date` holds for every date, old or new.
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: Shifted,
    writable: true,
    configurable: true,
  })
  globalThis.Date = Shifted
}

/** A native Temporal reads the system clock itself; polyfills read `Date.now()` and need nothing. */
function shiftTemporal() {
  const native = Reflect.get(globalThis, 'Temporal')
  if (native?.Now === undefined) return
  const realInstant = native.Now.instant.bind(native.Now)
  const instant = () => realInstant().add({ milliseconds: offsetMs })
  /** @param {unknown} zone */
  const zoned = (zone) => instant().toZonedDateTimeISO(zone ?? native.Now.timeZoneId())
  const replacements = {
    instant,
    zonedDateTimeISO: zoned,
    /** @param {unknown} zone */ plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
    /** @param {unknown} zone */ plainDateISO: (zone) => zoned(zone).toPlainDate(),
    /** @param {unknown} zone */ plainTimeISO: (zone) => zoned(zone).toPlainTime(),
  }
  for (const [name, value] of Object.entries(replacements)) {
    Object.defineProperty(native.Now, name, { value, writable: true, configurable: true })
  }
}

/**
 * Takes the offset once before the app starts, then keeps a long poll open for changes. Asking for the next version is
 * the acknowledgement that the last one was applied. The sockets are unreferenced: they never keep a process alive.
 * @param {URL} url
 */
async function followClock(url) {
  const subscriber = randomUUID()
  const first = await ask(new URL('/control/api/clock', url), true)
  offsetMs = first.offsetMs
  void poll(first.version)

  /** @param {number} version */
  async function poll(version) {
    for (;;) {
      const wait = new URL('/control/api/clock/wait', url)
      wait.searchParams.set('version', String(version))
      wait.searchParams.set('subscriber', subscriber)
      try {
        const answer = await ask(wait, false)
        offsetMs = answer.offsetMs
        version = answer.version
      } catch {
        // The dev store is restarting or gone; the app goes on with the last offset it knows.
        await new Promise((resolve) => setTimeout(resolve, 500).unref())
      }
    }
  }
}

/**
 * @param {URL} url
 * @param {boolean} keepAlive whether the process has to wait for the answer
 * @returns {Promise<{ version: number, offsetMs: number }>}
 */
function ask(url, keepAlive) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (/** @type {string} */ chunk) => (text += chunk))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode !== 200)
          return reject(new Error(`dev store clock answered ${response.statusCode}`))
        resolve(JSON.parse(text))
      })
    })
    if (!keepAlive) request.on('socket', (socket) => socket.unref())
    request.on('error', reject)
  })
}
