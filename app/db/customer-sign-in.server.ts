import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'

/** How long somebody may take to sign in. */
const minutes = 10

/** Keeps a sign-in that was begun. `sealed` holds nonce and verifier, encrypted. */
export async function createSignIn(
  tx: Transaction,
  shop: ShopDomain,
  input: {
    readonly id: string
    readonly stateHash: string
    readonly sealed: string
    readonly back: string
    readonly now: string
  },
): Promise<void> {
  const { now, ...row } = input
  await tx.customerSignIn.create({ data: { ...row, shop, createdAt: now } })
}

/** Takes a sign-in by its state, once; null when there is none, it was used, or it took too long. */
export async function takeSignIn(
  tx: Transaction,
  shop: ShopDomain,
  { stateHash, now }: { readonly stateHash: string; readonly now: string },
): Promise<{ readonly id: string; readonly sealed: string; readonly back: string } | null> {
  const since = new Date(Date.parse(now) - minutes * 60_000)
  const where = { shop, stateHash, usedAt: null, createdAt: { gt: since } }
  const { count } = await tx.customerSignIn.updateMany({ where, data: { usedAt: now } })
  if (count === 0) return null
  return tx.customerSignIn.findUnique({ where: { shop_stateHash: { shop, stateHash } } })
}
