/** A link of the app's menu in the admin's left navigation. */
export type NavItem = { text: string; href: string }

/** A button that the app declares and the admin shows; a click travels back by its key. */
export type Action = {
  key: string
  text: string
  variant: 'primary' | 'breadcrumb' | null
  critical: boolean
  disabled: boolean
  loading: boolean
  /** Label of the menu it belongs to, for grouped actions. */
  group: string | null
}

/** What the app's page tells the admin around it. */
export type FromFrame =
  | { kind: 'navigated'; path: string }
  | { kind: 'nav'; home: string | null; items: NavItem[] }
  | { kind: 'title'; title: string; actions: Action[] }
  | {
      kind: 'save-bar'
      open: boolean
      save: Action | null
      discard: Action | null
      discardConfirmation: boolean
    }
  | { kind: 'toast'; id: string; message: string; duration: number; isError: boolean; action: string | null }
  | { kind: 'toast-hide'; id: string }
  | { kind: 'loading'; on: boolean }
  | { kind: 'overlay'; on: boolean }
  | { kind: 'open'; url: string; target: string }
  | { kind: 'call'; id: number; name: CallName; input: unknown }

export type CallName =
  | 'idToken'
  | 'user'
  | 'resourcePicker'
  | 'picker'
  | 'scopesQuery'
  | 'scopesRequest'
  | 'scopesRevoke'
  | 'leaveConfirmation'
  | 'extensions'
  | 'directApi'

/** What the admin answers. */
export type ToFrame =
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'failure'; id: number; message: string }
  | { kind: 'click'; key: string }
  | { kind: 'navigate'; href: string }
  | { kind: 'toast-action'; id: string }
  | { kind: 'toast-dismissed'; id: string }

export type Envelope<T> = { devStoreAppBridge: 1; message: T }
