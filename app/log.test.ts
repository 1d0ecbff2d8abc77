import { expect, test } from 'vitest'
import { hideTokens } from './log.server.ts'

test.each([
  [
    'Failed to parse session token eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl now',
    'Failed to parse session token [token] now',
  ],
  ['token shpat_0123abc, refresh shprt_9876', 'token [token], refresh [token]'],
  [
    'GET /portal?shop=a.myshopify.com&signature=abc123&timestamp=1',
    'GET /portal?shop=a.myshopify.com&signature=[hidden]&timestamp=1',
  ],
  ['/app?hmac=ff00&id_token=x.y.z', '/app?hmac=[hidden]&id_token=[hidden]'],
])('%s is logged without its secret', (text, logged) => {
  expect(hideTokens(text)).toBe(logged)
})
