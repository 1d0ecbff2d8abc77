import { useFetcher } from '@remix-run/react'
import { useEffect } from 'react'
import type { loader } from '../app.policy_.effects.ts'
import type { ReadRuleEffects } from '#app/use-cases/read-rule-effects.server.ts'

const address = '/app/policy/effects'
/** How often it is asked while past orders are being read. */
const askEveryMs = 3_000

/**
 * What the rules decided lately, asked for beside the page and again after every save: what it says is of the draft that is stored. Null
 * until the first answer; a failed question leaves what was known.
 */
export function useEffects(stamp: string): ReadRuleEffects | null {
  const { load, data, state } = useFetcher<typeof loader>()
  useEffect(() => load(address), [load, stamp])
  const isLoading = data?.kind === 'loading' && state === 'idle'
  useEffect(() => {
    if (!isLoading) return
    const timer = setTimeout(() => load(address), askEveryMs)
    return () => clearTimeout(timer)
  }, [isLoading, load])
  return data ?? null
}
