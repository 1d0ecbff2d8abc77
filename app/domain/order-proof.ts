/** What a guest may show beside the order number. A postcode and a phone number can be guessed or looked up; an e-mail address hardly. */
export type ProofKind = 'email' | 'weak'

/** What the proof of an order is compared with. */
export type ProofFacts = {
  readonly email: string | null
  readonly postcodes: readonly string[]
  readonly phones: readonly string[]
}

export function proofKind(proof: string): ProofKind {
  return proof.includes('@') ? 'email' : 'weak'
}

/** Whether the typed e-mail address, postcode or phone number is the order's. */
export function provesOrder(order: ProofFacts, proof: string): boolean {
  if (proofKind(proof) === 'email') return order.email !== null && mailKey(order.email) === mailKey(proof)
  const postcode = postcodeKey(proof)
  if (postcode.length >= 3 && order.postcodes.some((one) => postcodeKey(one) === postcode)) return true
  return order.phones.some((phone) => isSamePhone(phone, proof))
}

function mailKey(address: string): string {
  return address.normalize('NFKC').trim().toLowerCase()
}

/** Postcodes without spaces and hyphens: `sw1a 1aa` is `SW1A1AA`. */
function postcodeKey(postcode: string): string {
  return postcode.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

/** Shortest national number that is compared; shorter ones are too easily guessed. */
const fewestDigits = 7
/** Country codes have at most three digits. */
const longestCountryCode = 3

/**
 * Whether two ways to write a phone number are one: `+49 170 1234567`, `0049 170 1234567` and `0170/1234567`. Where one
 * lacks the country code, the other may have one of up to three digits in front.
 */
export function isSamePhone(a: string, b: string): boolean {
  const [left, right] = [phoneNumber(a), phoneNumber(b)]
  if (left === null || right === null) return false
  if (left.isInternational && right.isInternational) return left.digits === right.digits
  const [longer, shorter] = left.digits.length >= right.digits.length ? [left, right] : [right, left]
  if (shorter.isInternational && longer.digits !== shorter.digits) return false
  const extra = longer.digits.length - shorter.digits.length
  return extra <= (longer.isInternational ? longestCountryCode : 0) && longer.digits.endsWith(shorter.digits)
}

/** The digits of a phone number without trunk zeros; null for what is none. */
function phoneNumber(typed: string): { readonly digits: string; readonly isInternational: boolean } | null {
  const plain = typed.normalize('NFKC').replace(/\(0\)/g, '').trim()
  if (!/^\+?[\d\s().\-/‐-―]+$/.test(plain)) return null
  const digits = plain.replace(/\D/g, '')
  const isInternational = plain.startsWith('+') || digits.startsWith('00')
  const significant = isInternational ? digits.replace(/^00/, '') : digits.replace(/^0+/, '')
  return significant.length < fewestDigits || significant.length > 15
    ? null
    : { digits: significant, isInternational }
}
