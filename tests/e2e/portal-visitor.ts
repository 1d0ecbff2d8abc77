import { randomInt } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { signedProxyQuery } from '../../dev-store/storefront/proxy-signature.ts'
import { demoCredentials } from '../../scripts/demo/app-process.ts'
import type { Demo } from '../../scripts/demo/start-demo.ts'

/** Addresses of the documentation range: every visitor of the tests comes from one of his own, the limits stay on. */
export function someAddress(): string {
  return `198.51.${randomInt(256)}.${randomInt(256)}`
}

export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string }

/** A visitor of a storefront without a browser: posts forms through the app proxy, follows nothing. */
export function visitorOf(storefront: string, address = someAddress()) {
  const send = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-for', address)
    const response = await fetch(`${storefront}${path}`, { redirect: 'manual', ...init, headers })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const post = (step: string, fields: Readonly<Record<string, string>>) =>
    send(`/apps/returns/${step}`, { method: 'POST', body: new URLSearchParams(fields) })
  /** Finds an order and answers its token. */
  const find = async (orderNumber: string, proof: string): Promise<string> => {
    const found = await post('order', { order_number: orderNumber, proof })
    expect(found.status, found.text).toBe(303)
    return new URL(found.headers.get('location') ?? '', storefront).searchParams.get('t') ?? ''
  }
  return { address, send, post, find }
}

/** Asks the app itself as Shopify would, with whatever parameters: signed now unless told otherwise. */
export function askApp(
  demo: Demo,
  path: string,
  some: Partial<Parameters<typeof signedProxyQuery>[1]> & { query?: string } = {},
) {
  const { query = '', ...identity } = some
  const signed = signedProxyQuery(new URLSearchParams(query), {
    shop: 'homeward-demo.myshopify.com',
    customerId: '',
    pathPrefix: '/apps/returns',
    timestamp: Math.floor(Date.now() / 1000),
    secret: demoCredentials.apiSecret,
    ...identity,
  })
  return `${demo.app.origin}/portal${path}?${signed.toString()}`
}

/** As long as the quickest person needs between two steps: a form that comes sooner is taken for a robot's. */
export function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 350))
}

/** The id of the first line that can be returned, off the items page. */
export function firstLineOf(markup: string): string {
  return /name="line\.0\.id" value="([^"]+)"/.exec(markup)?.[1] ?? ''
}

/** The first reason that the items page offers. */
export function firstReasonOf(markup: string): string {
  return /<option value="([^"]+)">(?!\d)/.exec(markup.slice(markup.indexOf('line.0.reason')))?.[1] ?? ''
}

/** Fills the first step in a browser, on the page of the theme with the block. */
export async function findOrderIn(
  page: Page,
  storefront: string,
  order: { number: string; proof: string; locale?: string },
): Promise<void> {
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': someAddress() })
  await page.goto(`${storefront}/pages/returns${order.locale === undefined ? '' : `?locale=${order.locale}`}`)
  await page.locator('input[name=order_number]').fill(order.number)
  await page.locator('input[name=proof]').fill(order.proof)
  await page.locator('returns-portal button[type=submit]').click()
}
