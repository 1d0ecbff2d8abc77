import type { IncomingMessage, ServerResponse } from 'node:http'
import { legacyId } from '../engine/ids.ts'
import type { Engine } from '../engine/engine.ts'
import type { Shop } from '../engine/state.ts'
import {
  HttpError,
  escapeHtml,
  readBody,
  readJson,
  sendHtml,
  sendJson,
  sendRedirect,
} from '../server/http.ts'
import { customerApi } from './customer-api.ts'
import type { CustomerSignIn } from './sign-in.ts'

const DISCOVERY = /^\/\.well-known\/(openid-configuration|customer-account-api)$/
const ACCOUNT = /^\/authentication\/(\d+)\/(oauth\/authorize|oauth\/token|logout|\.well-known\/jwks\.json)$/
const GRAPHQL = /^\/(\d+)\/account\/customer\/api\/([^/]+)\/graphql$/

/**
 * Customer accounts over HTTP. In Shopify discovery stands on the shop's own domains and the rest on shopify.com; here all of
 * it is on the main host. Answers false when the path is none of theirs. `domain` is the shop that a request for its own
 * address means.
 */
export async function answerCustomerAccounts(
  options: { engine: Engine; signIn: CustomerSignIn; domain: string | undefined },
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<boolean> {
  const { engine, signIn, domain } = options
  const discovery = DISCOVERY.exec(url.pathname)?.[1]
  if (discovery !== undefined) {
    const shop = domain === undefined ? undefined : engine.state.tables.shops[domain]
    if (shop === undefined) throw new HttpError(404, 'Not Found')
    sendJson(res, 200, discovery === 'openid-configuration' ? signIn.configuration(shop) : signIn.api(shop))
    return true
  }
  const [, shopId, step] = ACCOUNT.exec(url.pathname) ?? []
  if (shopId !== undefined && step !== undefined) {
    await answerAccount(signIn, shopById(engine, shopId), { step, req, res, url, engine })
    return true
  }
  const [, id, version] = GRAPHQL.exec(url.pathname) ?? []
  if (id === undefined) return false
  if (version !== '2026-10' || req.method !== 'POST') throw new HttpError(404, 'Not Found')
  const shop = shopById(engine, id)
  const customer = signIn.customerOf(shop, req.headers.authorization ?? '')
  const { query, variables } = await readJson(req)
  const asked = {
    query: typeof query === 'string' ? query : '',
    // A GraphQL request's variables are an object.
    ...(typeof variables === 'object' && variables !== null
      ? { variables: variables as Record<string, unknown> }
      : {}),
  }
  const { status, body } = await customerApi({ engine, shop, customer }, asked)
  sendJson(res, status, body)
  return true
}

function shopById(engine: Engine, id: string): Shop {
  const shop = Object.values(engine.state.tables.shops).find((one) => String(legacyId(one.id)) === id)
  if (shop === undefined) throw new HttpError(404, `There is no shop ${id}`)
  return shop
}

type Step = { step: string; req: IncomingMessage; res: ServerResponse; url: URL; engine: Engine }

async function answerAccount(
  signIn: CustomerSignIn,
  shop: Shop,
  { step, req, res, url, engine }: Step,
): Promise<void> {
  if (step === '.well-known/jwks.json') {
    sendJson(res, 200, signIn.jwks())
    return
  }
  if (step === 'logout') {
    sendRedirect(res, engine.origins.storefronts[shop.domain] ?? '/')
    return
  }
  if (step === 'oauth/token') {
    if (req.method !== 'POST') throw new HttpError(405, 'POST only')
    const body = new URLSearchParams((await readBody(req)).toString('utf8'))
    const answer = signIn.token(shop, body, req.headers.authorization)
    sendJson(res, answer.status, answer.body)
    return
  }
  const asked = signIn.readAuthorization(url.searchParams)
  if (typeof asked === 'string') {
    sendHtml(res, 400, page('This sign-in cannot go on', `<p>${escapeHtml(asked)}</p>`))
    return
  }
  if (req.method !== 'POST') {
    sendHtml(res, 200, chooser(engine, shop))
    return
  }
  const form = new URLSearchParams((await readBody(req)).toString('utf8'))
  const customer = signIn.customerById(shop, form.get('customer_id') ?? '')
  if (customer === undefined) throw new HttpError(422, 'There is no such customer')
  sendRedirect(res, signIn.authorize(shop, asked, customer), 303)
}

/** In place of the mailed code of Shopify's sign-in: whoever tries the store may be anybody of its customers. */
function chooser(engine: Engine, shop: Shop): string {
  const customers = Object.values(engine.state.tables.customers)
    .filter((one) => one.shop === shop.domain && !one.redacted && one.email !== null)
    .slice(0, 50)
  const buttons = customers.map(
    (one) =>
      `<li><button name="customer_id" value="${legacyId(one.id)}">${escapeHtml(`${one.firstName ?? ''} ${one.lastName ?? ''}`.trim())} <small>${escapeHtml(one.email ?? '')}</small></button></li>`,
  )
  return page(`Sign in to ${shop.name}`, `<form method="post"><ul>${buttons.join('')}</ul></form>`)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:3rem auto;padding:0 1rem}ul{list-style:none;padding:0}button{display:block;width:100%;margin:0 0 .5rem;padding:.75rem 1rem;text-align:left;font:inherit;border:1px solid #888;border-radius:.5rem;background:#fff;color:#111}small{display:block;color:#555}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`
}
