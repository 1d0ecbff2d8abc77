import { createHash, createHmac } from 'node:crypto'
import { filters as builtIn } from 'liquidjs'
import type { Context, Liquid } from 'liquidjs'
import { readModelled } from './modelled.ts'
import { formatPrice, moneyFormat } from './money-format.ts'
import { renderState } from './render-state.ts'
import type { LiquidHome } from './shopify-liquid.ts'
import { escapeText, translate } from './translate.ts'

type Arguments = { positional: unknown[]; named: Record<string, unknown> }

/** liquidjs hands named arguments over as `[name, value]` pairs after the positional ones. */
function splitArguments(args: readonly unknown[]): Arguments {
  const positional: unknown[] = []
  const named: Record<string, unknown> = {}
  for (const arg of args) {
    if (Array.isArray(arg) && arg.length === 2 && typeof arg[0] === 'string') named[arg[0]] = arg[1]
    else positional.push(arg)
  }
  return { positional, named }
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}

function attributes(named: Record<string, unknown>): string {
  return Object.entries(named)
    .map(([name, value]) => ` ${name}="${escapeText(text(value))}"`)
    .join('')
}

function handleize(value: unknown): string {
  return text(value)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

/** Address of an image object, of a product's or variant's image, or of a plain address. */
function imageAddress(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  const own = imageSource(value)
  if (own !== undefined) return own
  for (const key of ['featured_image', 'image']) {
    const found = imageSource(readQuietly(value, key))
    if (found !== undefined) return found
  }
  return undefined
}

function imageSource(value: unknown): string | undefined {
  const source = readQuietly(value, 'src')
  return typeof source === 'string' ? source : undefined
}

function readQuietly(value: unknown, key: string): unknown {
  try {
    return readModelled(value, key)
  } catch {
    return undefined
  }
}

function jsonForHtml(value: unknown): string {
  // JSON has no undefined: Liquid's nil is null.
  return JSON.stringify(value ?? null).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const DATE_FORMATS: Record<string, Intl.DateTimeFormatOptions> = {
  date: { dateStyle: 'long' },
  abbreviated_date: { dateStyle: 'medium' },
  basic: { dateStyle: 'short' },
  default: { dateStyle: 'full', timeStyle: 'short' },
  date_at_time: { dateStyle: 'long', timeStyle: 'short' },
  on_date: { dateStyle: 'long' },
}

/** What liquidjs binds a filter to. */
type This = { context: Context }

/** Registers Shopify's filters. Source: Liquid reference, shopify.dev/docs/api/liquid/filters. */
export function registerFilters(liquid: Liquid, home: LiquidHome): void {
  registerTextFilters(liquid, home)
  registerMoneyFilters(liquid)
  registerUrlFilters(liquid, home)
  registerDateFilters(liquid, home)
}

function registerTextFilters(liquid: Liquid, home: LiquidHome): void {
  function t(this: This, key: unknown, ...args: unknown[]): string {
    return translate(
      home.translations,
      renderState(this.context).locale,
      text(key),
      splitArguments(args).named,
    )
  }
  liquid.registerFilter('t', t)
  liquid.registerFilter('translate', t)
  liquid.registerFilter('json', (value: unknown) => jsonForHtml(value))
  liquid.registerFilter('handle', handleize)
  liquid.registerFilter('handleize', handleize)
  liquid.registerFilter('pluralize', (count: unknown, one: unknown, other: unknown) =>
    text(Number(count) === 1 ? one : other),
  )
  liquid.registerFilter('sha256', (value: unknown) => createHash('sha256').update(text(value)).digest('hex'))
  liquid.registerFilter('sha1', (value: unknown) => createHash('sha1').update(text(value)).digest('hex'))
  liquid.registerFilter('md5', (value: unknown) => createHash('md5').update(text(value)).digest('hex'))
  liquid.registerFilter('hmac_sha256', (value: unknown, key: unknown) =>
    createHmac('sha256', text(key)).update(text(value)).digest('hex'),
  )
  liquid.registerFilter('url_escape', (value: unknown) => encodeURI(text(value)))
  liquid.registerFilter('url_param_escape', (value: unknown) => encodeURI(text(value)).replace(/&/g, '%26'))
  liquid.registerFilter('format_address', (address: unknown) => {
    const parts = ['name', 'company', 'address1', 'address2', 'city', 'zip', 'country']
    const lines = parts.map((part) => text(readQuietly(address, part))).filter((line) => line !== '')
    return `<p>${lines.map(escapeText).join('<br>')}</p>`
  })
}

function registerMoneyFilters(liquid: Liquid): void {
  function money(this: This, value: unknown): string {
    return value === null || value === undefined || value === ''
      ? ''
      : formatPrice(Number(value), moneyFormat(renderState(this.context).currency))
  }
  liquid.registerFilter('money', money)
  liquid.registerFilter('money_with_currency', function (this: This, value: unknown) {
    const plain = money.call(this, value)
    const { currency } = renderState(this.context)
    return plain === '' || plain.endsWith(currency) ? plain : `${plain} ${currency}`
  })
  liquid.registerFilter('money_without_currency', function (this: This, value: unknown) {
    const amount = /\{\{\s*\w+\s*\}\}/.exec(moneyFormat(renderState(this.context).currency))
    return formatPrice(Number(value), amount?.[0] ?? '{{amount}}')
  })
  liquid.registerFilter('money_without_trailing_zeros', function (this: This, value: unknown) {
    return money.call(this, value).replace(/[.,]00(?!\d)/, '')
  })
}

function registerUrlFilters(liquid: Liquid, home: LiquidHome): void {
  liquid.registerFilter('asset_url', (name: unknown) => home.assetUrl(text(name)))
  liquid.registerFilter('asset_img_url', (name: unknown) => home.assetUrl(text(name)))
  liquid.registerFilter('stylesheet_tag', (url: unknown, ...args: unknown[]) => {
    const { preload, ...named } = splitArguments(args).named
    const href = escapeText(text(url))
    const hint = preload === true ? `<link rel="preload" href="${href}" as="style">` : ''
    return `${hint}<link href="${href}" rel="stylesheet" type="text/css" media="all"${attributes(named)}>`
  })
  liquid.registerFilter(
    'script_tag',
    (url: unknown) => `<script src="${escapeText(text(url))}" type="text/javascript"></script>`,
  )
  liquid.registerFilter(
    'preload_tag',
    (url: unknown, ...args: unknown[]) =>
      `<link href="${escapeText(text(url))}" rel="preload"${attributes(splitArguments(args).named)}>`,
  )
  liquid.registerFilter('image_url', (value: unknown, ...args: unknown[]) => {
    const address = imageAddress(value)
    if (address === undefined) throw new Error('image_url needs an image')
    const { named } = splitArguments(args)
    const query = ['width', 'height', 'crop', 'format']
      .filter((name) => named[name] !== undefined)
      .map((name) => `${name}=${encodeURIComponent(text(named[name]))}`)
    return query.length === 0 ? address : `${address}${address.includes('?') ? '&' : '?'}${query.join('&')}`
  })
  liquid.registerFilter('image_tag', (url: unknown, ...args: unknown[]) => {
    const { named } = splitArguments(args)
    return `<img src="${escapeText(text(url))}"${attributes({ alt: '', ...named })}>`
  })
  liquid.registerFilter('link_to', (label: unknown, url: unknown, ...args: unknown[]) => {
    const { positional, named } = splitArguments(args)
    const title = positional[0] === undefined ? {} : { title: positional[0] }
    return `<a href="${escapeText(text(url))}"${attributes({ ...title, ...named })}>${text(label)}</a>`
  })
  liquid.registerFilter(
    'customer_login_link',
    (label: unknown) => `<a href="/account/login" id="customer_login_link">${text(label)}</a>`,
  )
  liquid.registerFilter(
    'customer_logout_link',
    (label: unknown) => `<a href="/account/logout" id="customer_logout_link">${text(label)}</a>`,
  )
  liquid.registerFilter(
    'placeholder_svg_tag',
    (name: unknown, className: unknown) =>
      `<svg class="${escapeText(text(className) || 'placeholder-svg')}" viewBox="0 0 100 100" role="img" aria-label="${escapeText(text(name))}"><rect width="100" height="100" fill="currentColor" opacity=".08"/><path d="M20 75l20-28 14 18 10-12 16 22z" fill="currentColor" opacity=".25"/></svg>`,
  )
}

function registerDateFilters(liquid: Liquid, home: LiquidHome): void {
  function date(this: This, value: unknown, ...args: unknown[]): unknown {
    const { locale, now } = renderState(this.context)
    const { positional, named } = splitArguments(args)
    // liquidjs would read the machine's clock; the dev store has its own.
    const input = value === 'now' || value === 'today' ? now.toISOString() : value
    const format = named.format
    if (typeof format === 'string') {
      const options = DATE_FORMATS[format]
      if (!options) throw new Error(`the dev store does not model the date format "${format}"`)
      const when = new Date(text(input))
      return Number.isNaN(when.getTime())
        ? value
        : new Intl.DateTimeFormat(locale, { ...options, timeZone: home.timeZone }).format(when)
    }
    // The built-in filter has the same receiver; its type is an internal union of liquidjs.
    return (builtIn.date as (this: This, ...args: unknown[]) => unknown).call(this, input, ...positional)
  }
  liquid.registerFilter('date', date)
  liquid.registerFilter('time_tag', function (this: This, value: unknown, ...args: unknown[]) {
    const { now } = renderState(this.context)
    const input = value === 'now' ? now.toISOString() : text(value)
    const shown =
      args.length === 0 ? date.call(this, value, ['format', 'date']) : date.call(this, value, ...args)
    return `<time datetime="${escapeText(new Date(input).toISOString())}">${text(shown)}</time>`
  })
}
