/** A payment that money can go back to. Amounts in minor units of the presentment currency. */
export type RefundParent = {
  readonly id: string
  readonly isGiftCard: boolean
  /** what was paid less what was refunded or is on its way back */
  readonly refundable: number
  /** position among the order's transactions: higher is newer */
  readonly position: number
}

/**
 * How Shopify would spread a refund over the payments: gift cards first and in full (Shopify help, "Refunding orders"),
 * then the newest payment first. Returns parts in that order, none zero; what exceeds all payments stays unsplit.
 */
export function splitRefund(
  amount: number,
  parents: readonly RefundParent[],
): { id: string; amount: number }[] {
  const ordered = [...parents].sort(
    (a, b) => Number(b.isGiftCard) - Number(a.isGiftCard) || b.position - a.position,
  )
  const parts: { id: string; amount: number }[] = []
  let left = amount
  for (const parent of ordered) {
    const part = Math.min(left, parent.refundable)
    if (part <= 0) continue
    parts.push({ id: parent.id, amount: part })
    left -= part
  }
  return parts
}
