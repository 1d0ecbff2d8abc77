import { describe, expect, it } from 'vitest'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { addressWith, filterOfAddress } from './list-address.ts'

const read = (query: string) => filterOfAddress(new URLSearchParams(query))

describe('the address of the returns list', () => {
  it('holds view, search, outcome, order and page', () => {
    expect(read('view=to_pay&q=%231001&outcome=refund&sort=oldest&page=3')).toMatchObject({
      view: 'to_pay',
      search: '#1001',
      outcome: 'refund',
      sort: 'oldest',
      page: 3,
    })
  })

  it.each(Outcome.options)('holds every outcome that can be asked for: %s', (outcome) => {
    expect(read(`outcome=${outcome}`).outcome).toBe(outcome)
  })

  it.each(['view=nonsense', 'page=-1', 'page=1.5', 'page=1e9', 'outcome=gold', 'sort=sideways', ''])(
    'shows the first page of all returns for %j',
    (query) => {
      expect(read(query)).toMatchObject({ view: 'all', outcome: null, sort: 'newest', page: 1 })
    },
  )

  it('goes back to the first page when a filter changes, and keeps the rest', () => {
    const params = new URLSearchParams('view=done&page=4&shop=a.myshopify.com')
    expect(addressWith(params, { q: 'anna' }).toString()).toBe('view=done&shop=a.myshopify.com&q=anna')
    expect(addressWith(params, { page: '5' }).toString()).toBe('view=done&page=5&shop=a.myshopify.com')
    expect(addressWith(params, { view: null, page: null }).toString()).toBe('shop=a.myshopify.com')
  })
})
