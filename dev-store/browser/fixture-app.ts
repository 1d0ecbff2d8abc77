import { verifySessionToken } from '../server/session-token.ts'
import http from 'node:http'
import { DEMO_CREDENTIALS } from '../server/app-config.ts'
import { closer, listen } from '../server/http.ts'

const PAGE = (
  path: string,
): string => `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Fixture app</title><script data-api-key="${DEMO_CREDENTIALS.apiKey}" src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script></head>
<body style="font: 14px system-ui; padding: 16px">
<ui-nav-menu><a href="/app" rel="home">Home</a><a href="/app/returns">Returns</a><a href="/app/policy">Policy</a></ui-nav-menu>
<ui-title-bar title="Start"><button variant="breadcrumb" id="back">Returns</button><button id="print">Print</button>
<section label="More"><button id="archive">Archive</button></section><button variant="primary" id="approve">Approve</button></ui-title-bar>
<ui-save-bar id="bar" discardConfirmation><button variant="primary" id="save"></button><button id="discard"></button></ui-save-bar>
<ui-modal id="modal"><p style="padding: 16px">Refund $42.50 to Visa?</p><ui-title-bar title="Refund"><button id="cancel-refund">Cancel</button><button variant="primary" id="confirm-refund">Refund $42.50</button></ui-title-bar></ui-modal>
<h2 id="where">${path}</h2><p id="log" role="log"></p>
<p><button id="toast">Toast</button> <button id="open-modal">Open modal</button> <button id="pick">Pick products</button>
<button id="call">Call my server</button> <button id="scopes">Ask for scopes</button> <button id="load">Load</button></p>
<p><label>Note <input id="note"></label> <a href="shopify://admin/orders" id="orders">Orders</a></p>
<script>
const log = (text) => { document.getElementById('log').textContent += text + ' | ' }
const on = (id, run) => document.getElementById(id).addEventListener('click', () => run().catch((error) => log('failed: ' + error.message)))
const go = (href, push = true) => { if (push) history.pushState(null, '', href); document.getElementById('where').textContent = href
  document.querySelector('ui-title-bar').setAttribute('title', href === '/app/returns' ? 'Returns' : 'Start') }
addEventListener('shopify:navigate', (event) => go(event.target.getAttribute('href')))
addEventListener('popstate', () => go(location.pathname, false))
on('toast', async () => { shopify.toast.show('Return approved', { action: 'Undo', onAction: () => log('undone') }) })
on('open-modal', () => shopify.modal.show('modal'))
on('confirm-refund', async () => { log('refunded'); await shopify.modal.hide('modal') })
on('cancel-refund', () => shopify.modal.hide('modal'))
on('pick', async () => { const chosen = await shopify.resourcePicker({ type: 'product', multiple: 2 }); log(chosen ? chosen.selection.map((one) => one.title).join(' + ') : 'nothing picked') })
on('call', async () => log(await (await fetch('/whoami', { method: 'POST' })).text()))
on('scopes', async () => { const answer = await shopify.scopes.query(); log('granted ' + answer.granted.length) })
on('load', async () => shopify.loading(true))
on('approve', async () => log('approved')); on('print', async () => log('printed')); on('archive', async () => log('archived')); on('back', async () => log('back'))
document.getElementById('note').addEventListener('input', () => shopify.saveBar.show('bar'))
on('save', async () => { log('saved ' + document.getElementById('note').value); await shopify.saveBar.hide('bar') })
on('discard', async () => { document.getElementById('note').value = ''; log('discarded'); await shopify.saveBar.hide('bar') })
</script></body></html>`

/** For tests: an embedded app of one page that uses every part of App Bridge which a returns app uses. */
export async function fixtureApp() {
  const server = http.createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://app.example')
    if (url.pathname === '/whoami') {
      const token = (req.headers.authorization ?? '').replace('Bearer ', '')
      const [, payload = ''] = token.split('.')
      const shop = String(
        (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { dest?: string }).dest,
      ).replace('https://', '')
      const claims = verifySessionToken(token, { shop, ...DEMO_CREDENTIALS, now: new Date() })
      return res.end(claims === undefined ? 'nobody' : `user ${claims.sub} of ${shop}`)
    }
    const shop = url.searchParams.get('shop') ?? 'none'
    const csp = `default-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' https://cdn.shopify.com; frame-ancestors https://${shop} https://admin.shopify.com;`
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp })
    res.end(PAGE(url.pathname))
  })
  const close = closer(server)
  return { url: `http://127.0.0.1:${await listen(server, 0)}`, close }
}
