import { useAppBridge } from '@shopify/app-bridge-react'
import { BlockStack, Button, Card, Icon, InlineStack, SkeletonBodyText, Text } from '@shopify/polaris'
import { CheckCircleIcon, CircleChevronRightIcon } from '@shopify/polaris-icons'
import { useEffect, useState } from 'react'

type BlockStatus = 'asking' | 'placed' | 'missing' | 'unknown'

/** What is set up and what is not: the policy and the block in the theme, the second as Shopify itself says it. */
export function SetUpCard(props: { readonly isPolicyPublished: boolean; readonly themeEditorUrl: string }) {
  const block = useBlockStatus()
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Set-up
        </Text>
        <Step
          isDone
          label={props.isPolicyPublished ? 'Your policy is published' : 'The standard policy is published'}
        >
          {props.isPolicyPublished ? null : (
            <Button variant="plain" url="/app/policy">
              Make it yours
            </Button>
          )}
        </Step>
        {block === 'asking' ? (
          <SkeletonBodyText lines={1} />
        ) : (
          <BlockStep block={block} url={props.themeEditorUrl} />
        )}
      </BlockStack>
    </Card>
  )
}

function BlockStep({ block, url }: { readonly block: Exclude<BlockStatus, 'asking'>; readonly url: string }) {
  const labels = {
    placed: 'The returns form is in your theme',
    missing: 'The returns form is not in your theme yet',
    unknown: 'Check that the returns form is in your theme',
  } as const
  return (
    <Step isDone={block === 'placed'} label={labels[block]}>
      <Button variant="plain" url={url} target="_top">
        {block === 'placed' ? 'Open theme editor' : 'Add it in the theme editor'}
      </Button>
    </Step>
  )
}

function Step(props: {
  readonly isDone: boolean
  readonly label: string
  readonly children: React.ReactNode
}) {
  return (
    <InlineStack gap="200" wrap={false} blockAlign="start">
      <span>
        {props.isDone ? (
          <Icon source={CheckCircleIcon} tone="success" />
        ) : (
          <Icon source={CircleChevronRightIcon} />
        )}
      </span>
      <BlockStack gap="100" inlineAlign="start">
        <Text as="p">{props.label}</Text>
        {props.children}
      </BlockStack>
    </InlineStack>
  )
}

/** Asks Shopify where the theme block stands. App Bridge lives in the browser only, so the answer comes after the page. */
function useBlockStatus(): BlockStatus {
  const shopify = useAppBridge()
  const [status, setStatus] = useState<BlockStatus>('asking')
  useEffect(() => {
    let isCurrent = true
    readBlockStatus(shopify)
      .catch((): BlockStatus => 'unknown')
      .then((read) => {
        if (isCurrent) setStatus(read)
      })
      .catch(reportError)
    return () => {
      isCurrent = false
    }
  }, [shopify])
  return status
}

async function readBlockStatus(shopify: ReturnType<typeof useAppBridge>): Promise<BlockStatus> {
  const extensions = await shopify.app.extensions()
  const parts = extensions.flatMap((extension) => extension.activations)
  // Of a theme extension each part is a block with the places where it stands; other extensions have no such list.
  const blocks = parts.flatMap((part) => ('activations' in part ? [part] : []))
  if (blocks.length === 0) return 'unknown'
  return blocks.some(({ activations }) => Array.isArray(activations) && activations.length > 0)
    ? 'placed'
    : 'missing'
}
