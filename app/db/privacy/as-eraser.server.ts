import type { Transaction } from '#app/db.server.ts'

/**
 * Runs a part of a transaction of `withShop` in the role that may empty rows which nobody else may change; row-level security binds
 * it to the same shop. Afterwards the transaction has the plain role again; one
 * that throws is rolled back.
 */
export async function asEraser<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  await tx.$executeRaw`select set_config('role', 'homeward_eraser', true)`
  const result = await work()
  await tx.$executeRaw`select set_config('role', 'homeward_app', true)`
  return result
}
