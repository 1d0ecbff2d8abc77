import { Icon, Text } from '@shopify/polaris'
import { AlertTriangleIcon, CheckCircleIcon, XCircleIcon } from '@shopify/polaris-icons'

const looks = {
  approve: { source: CheckCircleIcon, tone: 'success' },
  review: { source: AlertTriangleIcon, tone: 'caution' },
  deny: { source: XCircleIcon, tone: 'critical' },
} as const

/** Green, amber or red, each with a shape of its own and its word for those who cannot see it. */
export function VerdictDot({
  verdict,
  label,
}: {
  readonly verdict: keyof typeof looks
  readonly label: string
}) {
  return (
    <span>
      <Icon {...looks[verdict]} />
      <Text as="span" visuallyHidden>
        {label}
      </Text>
    </span>
  )
}
