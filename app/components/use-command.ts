import { useAppBridge } from '@shopify/app-bridge-react'
import { useEffect, useState } from 'react'
import { useJsonFetcher } from './use-json-fetcher.ts'

/** What every command is answered with: whether it was done, and the sentence that says so. */
export type CommandAnswer = { readonly ok: boolean; readonly message: string }

/**
 * Sends commands to an action. A quiet success is a toast; what went wrong stays until the next try, or until it is forgotten.
 *
 * @param action - the address of the action; the route's own without it
 */
export function useCommand<Answer extends CommandAnswer = CommandAnswer, Command extends object = object>(
  action?: string,
) {
  const { post, isBusy, posted, answer } = useJsonFetcher<Answer, Command>(action)
  const shopify = useAppBridge()
  const [forgotten, setForgotten] = useState<Answer | null>(null)
  useEffect(() => {
    if (answer?.ok) shopify.toast.show(answer.message)
  }, [answer, shopify])
  const settled = isBusy ? null : answer
  const failed = settled?.ok === false && settled !== forgotten ? settled : null
  return {
    run: post,
    forget: () => setForgotten(answer),
    isBusy,
    /** Whether the command that is under way is of this intent. */
    isBusyWith: (intent: string) =>
      typeof posted === 'object' && posted !== null && 'intent' in posted && posted.intent === intent,
    /** The last answer, also while the next command is under way. */
    result: answer,
    /** The last answer while nothing is under way. */
    settled,
    /** The answer of the last command, if it was not done. */
    failed,
    failure: failed?.message ?? null,
  }
}
