import { Badge, type BadgeProps } from '@shopify/polaris'
import type { MoneyState, ReturnStatus } from '#app/domain/return.ts'

const statusTones = {
  in_review: { tone: 'attention', progress: 'incomplete' },
  approved: { tone: 'info', progress: 'partiallyComplete' },
  received: { tone: 'info', progress: 'partiallyComplete' },
  declined: { progress: 'complete' },
  cancelled: { progress: 'complete' },
  closed: { tone: 'success', progress: 'complete' },
} as const satisfies Record<ReturnStatus, Pick<BadgeProps, 'tone' | 'progress'>>

/** Where a return stands. The word says it; colour and dot only help. */
export function StatusBadge({ status, label }: { readonly status: ReturnStatus; readonly label: string }) {
  return <Badge {...statusTones[status]}>{label}</Badge>
}

const moneyTones = {
  intended: { tone: 'info', progress: 'incomplete' },
  sent: { tone: 'info', progress: 'partiallyComplete' },
  pending: { tone: 'attention', progress: 'partiallyComplete' },
  settled: { tone: 'success', progress: 'complete' },
  refused: { tone: 'critical', progress: 'complete' },
  failed: { tone: 'critical', progress: 'complete' },
  unknown: { tone: 'warning', progress: 'partiallyComplete' },
} as const satisfies Record<MoneyState, Pick<BadgeProps, 'tone' | 'progress'>>

/** Where a movement of money stands. */
export function MoneyBadge({ state, label }: { readonly state: MoneyState; readonly label: string }) {
  return <Badge {...moneyTones[state]}>{label}</Badge>
}
