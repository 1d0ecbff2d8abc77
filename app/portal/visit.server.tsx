import type { ReactElement } from 'react'
import { contextFromShop, type ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { savePortalPath } from '#app/db/shop.server.ts'
import { ok, type Result } from '#app/domain/result.ts'
import { env } from '#app/env.server.ts'
import { LookupPage } from './lookup-page.tsx'
import { readOwnTexts } from './own-texts.server.ts'
import type { PageFrame } from './portal-page.tsx'
import { plainResponse, portalRedirect, portalResponse } from './portal-response.server.ts'
import { choosePortalLocale, portalText } from './portal-text.ts'
import { type PostedForm, readPostedForm } from './posted-form.server.ts'
import { checkProxyRequest, type ProxyRefusal, type ProxyRequest } from './proxy-request.server.ts'
import { type PostedFile, type UploadForm, type UploadProblem, withUploadForm } from './upload-form.server.ts'

/** One request of a shopper, checked and ready to be answered. */
export type Visit = {
  readonly proxy: ProxyRequest
  readonly ctx: ShopContext
  /** Empty for a GET. */
  readonly form: PostedForm
  /** Only where a route takes files. */
  readonly files: readonly PostedFile[]
  readonly frame: PageFrame
  /** What tokens of this visit are signed with. */
  readonly scope: { readonly shop: ProxyRequest['shop']; readonly secret: string }
  readonly now: string
  readonly show: (page: ReactElement, status?: number, headers?: Readonly<Record<string, string>>) => Response
  /** Sends the browser on to an address of the portal (`frame.to`). */
  readonly goTo: (address: string) => Response
}

type Handlers = Partial<Record<'GET' | 'POST', (visit: Visit) => Promise<Response>>>

/** Reads what was posted and answers it. */
type ReadForm = (
  request: Request,
  work: (form: Result<UploadForm, UploadProblem>) => Promise<Response>,
) => Promise<Response>

const readPlainForm: ReadForm = async (request, work) => {
  const form = await readPostedForm(request)
  return work(form.ok ? ok({ fields: form.value, files: [] }) : form)
}

/**
 * Answers a portal route: checks that the request came through the shop's app proxy, reads the form, and hands both to the
 * handler of its method. Methods without one get 405 and the way back to the first step. Forms with files are read only where
 * `takesFiles` says so.
 */
export async function answerVisit(
  request: Request,
  handlers: Handlers,
  { takesFiles = false }: { readonly takesFiles?: boolean } = {},
): Promise<Response> {
  const now = new Date().toISOString()
  const proxy = checkProxyRequest(request, { secret: env.SHOPIFY_API_SECRET, now })
  if (!proxy.ok) return refuse(proxy.error)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const handler = method === 'GET' || method === 'POST' ? handlers[method] : undefined
  const arrival = { request, proxy: proxy.value, now, handler, known: Object.keys(handlers) }
  if (handler === undefined || method !== 'POST') return answerForm(arrival, ok(noForm))
  const read: ReadForm = takesFiles ? withUploadForm : readPlainForm
  return read(request, (form) => answerForm(arrival, form))
}

const noForm: UploadForm = { fields: new Map(), files: [] }

type Arriving = Omit<Arrival, 'form'> & {
  readonly handler: Handlers['GET']
  readonly known: readonly string[]
}

async function answerForm(
  { handler, known, ...arrival }: Arriving,
  form: Result<UploadForm, UploadProblem>,
): Promise<Response> {
  const visit = await openVisit({ ...arrival, form: form.ok ? form.value : noForm })
  if (visit === null) return plainResponse(404, 'This shop does not offer returns here.')
  if (handler === undefined) return wrongWay(visit, known)
  return form.ok ? handler(visit) : unreadable(visit, form.error)
}

function refuse(refusal: ProxyRefusal): Response {
  const sentence = 'Please open this page from the shop.'
  return plainResponse(refusal.kind === 'unsigned' ? 401 : 400, sentence)
}

type Arrival = {
  readonly request: Request
  readonly proxy: ProxyRequest
  readonly form: UploadForm
  readonly now: string
}

async function openVisit({ request, proxy, form, now }: Arrival): Promise<Visit | null> {
  const ctx = await contextFromShop(proxy.shop, { kind: 'shopper' })
  if (ctx === null) return null
  const { settings } = ctx
  await rememberPath(ctx, proxy.pathPrefix)
  const wishes = [proxy.params.locale, request.headers.get('accept-language'), settings.locale]
  const locale = choosePortalLocale(wishes)
  const { view } = proxy.params
  const email = settings.portal.replyTo || settings.contactEmail
  const own = await readOwnTexts(ctx, locale)
  const frame: PageFrame = {
    text: portalText(locale, settings.timeZone, { own }),
    path: proxy.pathPrefix,
    to: addressesUnder(proxy.pathPrefix, proxy.params.locale ?? locale),
    Heading: view === 'fragment' ? 'h2' : 'h1',
    contactEmail: email === '' ? null : email,
    takesGifts: settings.portal.giftReturns !== 'off',
    country: proxy.params.country ?? settings.country,
  }
  const isFragment = view !== undefined
  return {
    proxy,
    ctx,
    form: form.fields,
    files: form.files,
    frame,
    scope: { shop: proxy.shop, secret: env.SHOPIFY_API_SECRET },
    now,
    show: (page, status = 200, headers = {}) => portalResponse({ frame, page, isFragment, status, headers }),
    goTo: (path) => portalRedirect(path, view),
  }
}

/**
 * Whether the address lacks the language that a page has to speak: without it the theme around the page speaks the shop's own,
 * and the page that of the browser.
 */
export function namesNoLanguage({ proxy, frame, ctx }: Visit, locale: string): boolean {
  if (proxy.params.locale !== undefined) return false
  return locale !== frame.text.locale || locale !== ctx.settings.locale
}

/** Mails link to these pages without a request at hand: they follow the app proxy to wherever the merchant has moved it. */
async function rememberPath({ shop, settings }: ShopContext, path: string): Promise<void> {
  if (path === settings.portal.path) return
  await withShop(shop, (tx) => savePortalPath(tx, shop, path))
}

function addressesUnder(path: string, locale: string): PageFrame['to'] {
  return (step, query = {}) =>
    `${path}${step === '' ? '' : `/${step}`}?${new URLSearchParams({ locale, ...query }).toString()}`
}

function wrongWay({ frame, show }: Visit, allowed: readonly string[]): Response {
  const { t } = frame.text
  const notice = { kind: 'info', sentence: t('wrong_way.text') } as const
  const page = <LookupPage frame={frame} title={t('wrong_way.title')} notice={notice} />
  return show(page, 405, { Allow: [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : [])].join(', ') })
}

const statusOf = {
  too_large: 413,
  unreadable: 422,
  repeated_field: 400,
  busy: 429,
} as const satisfies Record<UploadProblem['kind'], number>

function unreadable({ frame, show }: Visit, problem: UploadProblem): Response {
  const { t } = frame.text
  const title = t(problem.kind === 'too_large' ? 'too_large.title' : 'unreadable.title')
  const sentence = t(problem.kind === 'busy' ? 'photo.problem.busy' : 'unreadable.text')
  const notice = { kind: 'error', sentence } as const
  return show(<LookupPage frame={frame} title={title} notice={notice} invalid />, statusOf[problem.kind])
}
