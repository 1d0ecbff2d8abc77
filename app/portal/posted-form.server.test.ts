import { describe, expect, it } from 'vitest'
import { readPostedForm } from './posted-form.server.ts'

function post(body: string, type = 'application/x-www-form-urlencoded'): Request {
  return new Request('https://app.example/portal/order', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
}

describe('readPostedForm', () => {
  it('reads the fields, trimmed, composed and with plain line ends', async () => {
    const form = await readPostedForm(post('note=%20a%0D%0Ab%20&name=Zoe%CC%88'))
    expect(form.ok && [...form.value]).toEqual([
      ['note', 'a\nb'],
      ['name', 'Zoë'],
    ])
  })

  it('refuses a field sent twice (H9)', async () => {
    expect(await readPostedForm(post('order=1001&order=1002'))).toEqual({
      ok: false,
      error: { kind: 'repeated_field', field: 'order' },
    })
  })

  it('refuses what is no form (H10) and characters that no text has (H69)', async () => {
    const unreadable = { ok: false, error: { kind: 'unreadable' } }
    expect(await readPostedForm(post('{"order":{"gt":""}}', 'application/json'))).toEqual(unreadable)
    expect(await readPostedForm(post('note=a%00b'))).toEqual(unreadable)
  })

  it('refuses a million characters and ten thousand fields within a tenth of a second (H13)', async () => {
    const tooLarge = { ok: false, error: { kind: 'too_large' } }
    const fields = Array.from({ length: 10_000 }, (_, index) => `f${index}=1`).join('&')
    const began = performance.now()
    expect(await readPostedForm(post(`order_number=${'1'.repeat(1_000_000)}`))).toEqual(tooLarge)
    expect(await readPostedForm(post(fields))).toEqual(tooLarge)
    expect(performance.now() - began).toBeLessThan(100)
  })

  it('keeps a field called __proto__ a field (H13)', async () => {
    const form = await readPostedForm(post('__proto__=1&constructor=2'))
    expect(form.ok && form.value.get('__proto__')).toBe('1')
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})
