import { textCondition } from './families/text-condition.ts'

/** The postcode that the order was sent to, without case, spaces and dashes. Compare with "begins with" for an area. */
export const destinationPostcode = textCondition({
  kind: 'destinationPostcode',
  group: 'destination',
  fact: 'postcode',
  of: 'word',
  normalize: plainPostcode,
  read: ({ order }) => (order.postcode === null ? null : plainPostcode(order.postcode)),
  shown: ({ order }) => order.postcode,
})

function plainPostcode(postcode: string): string {
  return postcode.replace(/[\s-]/g, '').toUpperCase()
}
