import { useEffect, useRef } from 'react'

/** Ctrl+Z and Ctrl+Shift+Z (Cmd on a Mac), but not inside a text field: there they belong to what is typed. */
export function useUndoKeys(undo: (() => void) | null, redo: (() => void) | null): void {
  const steps = useRef({ undo, redo })
  steps.current = { undo, redo }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isText(event.target)) return
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey)
      if (!isRedo && key !== 'z') return
      const step = isRedo ? steps.current.redo : steps.current.undo
      if (step === null) return
      event.preventDefault()
      step()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function isText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
}
