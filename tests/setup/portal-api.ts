import { expect } from 'vitest'
import { z } from 'zod'
import { operations } from '#app/portal/api/operations.server.ts'
import { ApiError } from '#app/portal/api/schemas.ts'
import type { PortalHttp } from './portal-http.ts'

export type ApiPath = keyof typeof operations
type Asked = { readonly status: number; readonly json: Record<string, unknown>; readonly text: string }

const Json = z.record(z.string(), z.unknown())
export const OrderLines = z.object({ lines: z.array(z.object({ id: z.string(), verdict: z.string() })) })

/** An answer of the API, checked against what the document promises. */
export function checkedAnswer(path: ApiPath, status: number, text: string): Asked {
  const json = Json.parse(JSON.parse(text))
  const promised = status === 200 ? operations[path].answers : ApiError
  expect(promised.safeParse(json).error, `${path} ${status} ${text}`).toBeUndefined()
  return { status, json, text }
}

/** Asks the API through the app proxy. Call it with the answer of `portalHttp`. */
export function portalApi(portal: () => PortalHttp) {
  const ask = async (path: ApiPath, body: object, domain?: string): Promise<Asked> => {
    const answer = await portal()
      .visitor(domain)
      .send(`/apps/returns/api/2026-10/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    return checkedAnswer(path, answer.status, answer.text)
  }
  /** The token of an order that a guest finds. */
  const found = async (orderNumber = '#1001', proof = 'alex@example.com'): Promise<string> => {
    const { status, json } = await ask('orders/find', { orderNumber, proof })
    expect([status, json.kind]).toEqual([200, 'order'])
    return String(json.orderToken)
  }
  return { ask, found }
}

/** As long as the quickest person needs. */
export const aMoment = () => new Promise((resolve) => setTimeout(resolve, 350))
