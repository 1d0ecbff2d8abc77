import type { CallName, Envelope, FromFrame, ToFrame } from './messages.ts'

/** The one classic script of the page that runs this: its address says where the admin is. */
export const bridgeScript =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript : null
export const adminOrigin = new URL(bridgeScript?.src ?? location.href).origin
export const isEmbedded = window.top !== null && window.top !== window
/** A page inside a modal's own frame: the page around it owns title bar and navigation. */
export const isNested = isEmbedded && window.parent !== window.top

let lastCall = 0
const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
const listeners = new Set<(message: ToFrame) => void>()

/** Tells the admin something; nothing happens outside of it. */
export function tell(message: FromFrame): void {
  if (!isEmbedded) return
  const envelope: Envelope<FromFrame> = { devStoreAppBridge: 1, message }
  window.top?.postMessage(envelope, adminOrigin)
}

/** Asks the admin for something and waits for the answer. */
export function call(name: CallName, input: unknown = null): Promise<unknown> {
  if (!isEmbedded) return Promise.reject(new Error(`App Bridge: ${name} works only inside the admin`))
  lastCall += 1
  const id = lastCall
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    tell({ kind: 'call', id, name, input })
  })
}

export function onMessage(listener: (message: ToFrame) => void): void {
  listeners.add(listener)
}

window.addEventListener('message', (event: MessageEvent<Envelope<ToFrame> | null>) => {
  if (event.origin !== adminOrigin || event.data?.devStoreAppBridge !== 1) return
  const { message } = event.data
  if (message.kind === 'result' || message.kind === 'failure') {
    const entry = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'result') entry?.resolve(message.value)
    else entry?.reject(new Error(message.message))
    return
  }
  for (const listener of listeners) listener(message)
})
