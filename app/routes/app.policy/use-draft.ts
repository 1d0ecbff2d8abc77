import { useRevalidator } from '@remix-run/react'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { Policy } from '#app/domain/policy/policy.ts'
import { type EditHistory, edited, historyOf, redone, undone } from './edit-history.ts'
import { postDraft } from './post-draft.ts'

/** How the draft in the form stands to the one that is stored. */
export type DraftState =
  /** Stored, or about to be. `at` is the time of day of the last save. */
  | { readonly kind: 'saved'; readonly at: string | null; readonly tookBackApproval: boolean }
  | { readonly kind: 'saving' }
  /** Some fields hold nothing valid: it cannot be stored. */
  | { readonly kind: 'incomplete' }
  /** Somebody else has saved or published; nothing is stored until one of the two is chosen. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly message: string }

type Edit =
  | { readonly kind: 'edit'; readonly policy: Policy; readonly at: number }
  | { readonly kind: 'take'; readonly policy: Policy }
  | { readonly kind: 'undo' | 'redo' }

function reduce(history: EditHistory, edit: Edit): EditHistory {
  switch (edit.kind) {
    case 'edit':
      return edited(history, edit.policy, edit.at)
    case 'take':
      return historyOf(edit.policy)
    case 'undo':
      return undone(history)
    case 'redo':
      return redone(history)
  }
}

/** So long after the last edit the draft is stored. */
const quietMs = 900

/**
 * The policy in the form: edited with undo, stored by itself a moment after the last edit. What was typed is never taken away: when
 * somebody else saves meanwhile nothing is stored until the person says whose it shall be.
 */
export function useDraft(stored: Policy, stamp: string) {
  const [history, dispatch] = useReducer(reduce, stored, historyOf)
  const [base, setBase] = useState({ policy: stored, stamp })
  const [state, setState] = useState<DraftState>({ kind: 'saved', at: null, tookBackApproval: false })
  const { revalidate } = useRevalidator()
  const ownStamps = useRef(new Set<string>([stamp]))
  const { present: policy } = history
  const text = useMemo(() => textOf(policy), [policy])
  const baseText = useMemo(() => textOf(base.policy), [base.policy])
  const isDirty = text !== baseText
  const isKnown = ownStamps.current.has(stamp)

  useEffect(() => {
    if (isKnown) return
    const theirs = textOf(stored)
    if (text !== baseText && text !== theirs) {
      setState({ kind: 'conflict' })
      return
    }
    ownStamps.current.add(stamp)
    if (text !== theirs) dispatch({ kind: 'take', policy: stored })
    setBase({ policy: stored, stamp })
    setState({ kind: 'saved', at: null, tookBackApproval: false })
  }, [isKnown, stored, stamp, text, baseText])

  // The text that could not be stored: it is tried again when it has changed or when the person says so, not in circles.
  const refused = useRef<string | null>(null)
  const store = useCallback(
    async (seen: string) => {
      setState({ kind: 'saving' })
      const answer = await postDraft({ policy, seen })
      refused.current = answer.kind === 'saved' ? null : text
      if (answer.kind === 'saved') {
        ownStamps.current.add(answer.stamp)
        setBase({ policy, stamp: answer.stamp })
        setState({ kind: 'saved', at: answer.at, tookBackApproval: answer.tookBackApproval })
      } else setState(answer)
      // Differences, findings of examples and the state of the draft come from the server.
      if (answer.kind === 'saved' || answer.kind === 'conflict') revalidate()
    },
    [policy, text, revalidate],
  )

  const isWaiting = isDirty && state.kind !== 'saving' && state.kind !== 'conflict'
  useEffect(() => {
    if (!isWaiting || refused.current === text) return
    const timer = setTimeout(() => {
      if (Policy.safeParse(policy).success) void store(base.stamp)
      else setState({ kind: 'incomplete' })
    }, quietMs)
    return () => clearTimeout(timer)
  }, [isWaiting, text, policy, store, base.stamp])

  useStoreWhenLeaving(isDirty && state.kind !== 'conflict', { policy, seen: base.stamp })

  return {
    policy,
    state: !isDirty && state.kind === 'incomplete' ? quiet : state,
    isDirty,
    change: (next: Policy) => dispatch({ kind: 'edit', policy: next, at: Date.now() }),
    undo: history.past.length > 0 ? () => dispatch({ kind: 'undo' }) : null,
    redo: history.future.length > 0 ? () => dispatch({ kind: 'redo' }) : null,
    /** Stores at once, over what somebody else made of it: the person has been told. */
    save: () => {
      ownStamps.current.add(stamp)
      void store(stamp)
    },
    /** Shows what is stored; what was typed is gone. */
    discard: () => {
      ownStamps.current.add(stamp)
      dispatch({ kind: 'take', policy: stored })
      setBase({ policy: stored, stamp })
      setState(quiet)
    },
  }
}

const quiet: DraftState = { kind: 'saved', at: null, tookBackApproval: false }

/** A policy as the schema leaves it; what is none yet as it stands. Blanks that saving takes away are no change. */
function textOf(policy: Policy): string {
  return JSON.stringify(Policy.safeParse(policy).data ?? policy)
}

/** Who leaves within the moment before a save loses nothing: what is valid is stored on the way out, of what is not the browser warns. */
function useStoreWhenLeaving(
  isDirty: boolean,
  unsaved: { readonly policy: Policy; readonly seen: string },
): void {
  const last = useRef({ isDirty, unsaved })
  last.current = { isDirty, unsaved }
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (last.current.isDirty) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      const { isDirty: isLost, unsaved: left } = last.current
      if (isLost && Policy.safeParse(left.policy).success) void postDraft(left)
    }
  }, [])
}
