import { useAppBridge } from '@shopify/app-bridge-react'
import type { FetcherWithComponents } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { postJson } from './post-json.ts'

/** What every command is answered with: that it was done, in words, or what is in its way. */
export type CommandAnswer =
  | { readonly ok: true; readonly message: string }
  | {
      readonly ok: false
      /** Null where `fields` says it all. */
      readonly message: string | null
      /** Problems by field name. */
      readonly fields?: Readonly<Record<string, string>>
    }

const noProblems: Readonly<Record<string, string>> = {}

/**
 * Sends commands to an action and keeps its answers. A quiet success is a toast; what went wrong stays until the next try, or until
 * it is forgotten.
 *
 * @param fetcher - of the action's type: `useFetcher<typeof action>()`
 * @param action - the address of the action; the route's own without it
 */
export function useCommand<Answer extends CommandAnswer>(
  fetcher: FetcherWithComponents<Answer>,
  action?: string,
) {
  const shopify = useAppBridge()
  const answer = fetcher.data ?? null
  const [forgotten, setForgotten] = useState<Answer | null>(null)
  useEffect(() => {
    if (answer?.ok) shopify.toast.show(answer.message)
  }, [answer, shopify])
  const isBusy = fetcher.state !== 'idle'
  const settled = isBusy ? null : answer
  const failed = isRefused(settled) && settled !== forgotten ? settled : null
  const posted: unknown = fetcher.json
  return {
    run: (command: object) => postJson(fetcher, command, action),
    forget: () => setForgotten(answer),
    isBusy,
    /** Whether the command that is under way is of this intent. */
    isBusyWith: (intent: string) =>
      typeof posted === 'object' && posted !== null && 'intent' in posted && posted.intent === intent,
    /** The last answer while nothing is under way. */
    settled,
    /** The answer of the last command, if it was not done. */
    failed,
    failure: failed?.message ?? null,
    /** What is wrong with what was sent, by field name. */
    problems: failed?.fields ?? noProblems,
  }
}

function isRefused<Answer extends CommandAnswer>(
  answer: Answer | null,
): answer is Extract<Answer, { ok: false }> {
  return answer?.ok === false
}

/** A page's commands as its cards get them; `run` takes what the page's action understands. */
export type CommandRunner<
  Command extends object = object,
  Answer extends CommandAnswer = CommandAnswer,
> = Omit<ReturnType<typeof useCommand<Answer>>, 'run'> & { readonly run: (command: Command) => void }
