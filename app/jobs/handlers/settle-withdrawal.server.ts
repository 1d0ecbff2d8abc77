import type { Handler } from '../handler.ts'

/** The use-case that settles a withdrawal stands above jobs: whoever starts a process hands it in. */
const holder: { settle?: Handler<'settle-withdrawal'> } = {}

/** Says by what withdrawals are settled; once per process, before its worker starts. */
export function settleWithdrawalsBy(settle: Handler<'settle-withdrawal'>): void {
  holder.settle = settle
}

/** Finds the order of a declaration and makes its return. Idempotent by the case's row and by the return's submission key. */
export const settleWithdrawalJob: Handler<'settle-withdrawal'> = async (ctx, payload) => {
  if (holder.settle === undefined) throw new Error('Nobody was named who settles withdrawals')
  await holder.settle(ctx, payload)
}
