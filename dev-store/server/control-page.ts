import type { ShopAddress } from './control-api.ts'
import { escapeHtml, scriptJson } from './http.ts'
import { SHOP_SETTINGS } from './shop-settings.ts'
import type { SettingName, ShopSettings } from './shop-settings.ts'
import { toolPage } from './tool-page.ts'

/** A shop with its place in the admin and its switches. */
export type ControlShop = ShopAddress & { handle: string; settings: ShopSettings }

/** Every switch of the shop as a select or a number field; the page's script posts what was changed. */
function switches(shop: ControlShop): string {
  const fields = Object.entries(SHOP_SETTINGS).map(([name, rule]) => {
    // The settings come from the same list of names.
    const value = shop.settings[name as SettingName]
    const data = `data-setting="${name}" data-shop="${escapeHtml(shop.domain)}"`
    const field =
      rule === 'minor units'
        ? `<input type="number" min="0" step="1" value="${value}" ${data}>`
        : `<select ${data}>${rule.map((one) => `<option value="${escapeHtml(JSON.stringify(one))}"${one === value ? ' selected' : ''}>${String(one)}</option>`).join('')}</select>`
    return `<label class="switch"><span>${name}</span>${field}</label>`
  })
  return `<details><summary>Switches</summary><div class="switches">${fields.join('')}</div></details>`
}

function shopLinks(shop: ControlShop): string {
  const address = (href: string, text: string): string =>
    `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`
  return `<section class="card"><h2>${escapeHtml(shop.name)}</h2><p class="muted">${escapeHtml(shop.domain)}</p><ul class="links">
<li>${address(shop.storefront, 'Storefront')} · ${address(`${shop.storefront}/pages/returns`, 'Returns page')}</li>
<li>${address(`${shop.storefront}/account/login`, 'Act as a shopper')} · ${address(`/store/${shop.handle}/orders`, 'Act as staff')} · ${address(shop.admin, 'App in the admin')}</li><li><code>${escapeHtml(shop.adminApi)}</code></li></ul>
<div class="row"><button data-act="uninstall" data-shop="${escapeHtml(shop.domain)}">Uninstall the app</button><button data-act="install" data-shop="${escapeHtml(shop.domain)}">Install</button></div>${switches(shop)}</section>`
}

const CLOCK = [
  ['P-1D', '−1 day'],
  ['PT1H', '+1 hour'],
  ['P1D', '+1 day'],
  ['P3D', '+3 days'],
  ['P1W', '+1 week'],
  ['P30D', '+30 days'],
] as const

const FAULTS: readonly (readonly [string, unknown])[] = [
  [
    'Time out after commit (next refund)',
    { match: { root: 'returnProcess' }, effect: { kind: 'timeout_after_commit' } },
  ],
  ['HTTP 503 (next call)', { effect: { kind: 'http', status: 503 } }],
  ['Throttled (next call)', { effect: { kind: 'throttled' } }],
  ['Every webhook twice', { times: null, effect: { kind: 'webhooks', duplicate: 100 } }],
  ['Webhooks out of order (60 s)', { times: null, effect: { kind: 'webhooks', shuffle: 60 } }],
  ['Drop the next webhook', { effect: { kind: 'webhooks', drop: 100 } }],
  ['Forge the next signatures', { times: null, effect: { kind: 'webhooks', badHmac: 100 } }],
]

/** The control page: clock, shops, faults, webhooks, ledger, calls, snapshot. Its script fills the tables from the JSON API. */
export function controlPage(options: {
  shops: ControlShop[]
  appUrl: string
  smtp: string
  now: string
}): string {
  const clockButtons = CLOCK.map(
    ([advance, text]) => `<button data-advance="${advance.replace('P-', '-P')}">${text}</button>`,
  ).join('')
  const faultButtons = FAULTS.map(
    ([text], i) => `<button data-fault="${i}">${escapeHtml(text)}</button>`,
  ).join('')
  const snapshot =
    '<button data-post="snapshot">Save a snapshot</button><button data-post="snapshot/load">Load the snapshot</button>'
  return toolPage({
    title: 'Control',
    current: 'control',
    scripts: ['/assets/control.js'],
    main: `<h1>Control page</h1><div class="grid">
<section class="card"><h2>Clock</h2><p class="now" id="now">${escapeHtml(options.now)}</p><p class="muted" id="clock-note"></p><div class="row">${clockButtons}<button data-offset="0">Back to real time</button></div></section>
<section class="card"><h2>Data</h2><p class="muted">App: ${escapeHtml(options.appUrl)}<br>Mail: ${escapeHtml(options.smtp)}</p><div class="row">${snapshot}</div>
<div class="row"><button class="danger" data-post="reset" data-sure="Forget all orders, returns and mail, and start from the seed?">Reset to the seed</button><a class="muted" href="/control/api/state">State as JSON</a></div></section>
${options.shops.map(shopLinks).join('')}
<section class="card wide"><h2>Faults</h2><div class="row">${faultButtons}<button data-delete="faults">Clear all</button></div>
<details><summary>Any fault as JSON</summary><form id="fault-form"><textarea name="fault" aria-label="Fault as JSON">{"match":{"root":"returnProcess","nth":1},"times":1,"effect":{"kind":"http","status":500}}</textarea><div class="row"><button>Add</button></div></form></details>
<div class="scroll"><table id="faults"></table></div></section>
<section class="card wide"><h2>Webhooks</h2><div class="scroll"><table id="webhooks"></table></div></section>
<section class="card wide"><h2>Ledger</h2><p class="muted">Kept apart from what the Admin API answers: what really moved.</p><div class="scroll"><table id="ledger"></table></div></section>
<section class="card wide"><h2>Admin calls</h2><form class="row" id="flow-form"><label>Count under the name <input name="flow" value="default"></label><button>Begin</button><button type="button" data-delete="calls">Clear</button></form><div class="scroll"><table id="calls"></table></div></section>
</div><div id="status" role="status"></div><script type="application/json" id="fault-presets">${scriptJson(FAULTS.map(([, fault]) => fault))}</script>`,
  })
}
