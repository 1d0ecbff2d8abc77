import { BlockStack, Card, Divider, Text } from '@shopify/polaris'
import { Fragment } from 'react'
import type { CaseView } from '#app/components/case-view.ts'
import { Disclosed } from '#app/components/disclosed.tsx'
import { WhyDetails } from '#app/components/return-lines.tsx'

/** What an exception is asked from: each refused line with its reasons, terms and rules, as they stood when she asked. */
export function RefusalsCard({ refusals }: Pick<CaseView, 'refusals'>) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          What the policy refused
        </Text>
        {refusals.map(({ title, policyVersion, why }, index) => (
          <Fragment key={`${title} ${index}`}>
            {index > 0 ? <Divider /> : null}
            <BlockStack gap="200">
              <Text as="h3" variant="bodyMd" fontWeight="semibold">
                {title}
              </Text>
              {why.reasons.map((reason) => (
                <Text as="p" key={reason}>
                  {reason}
                </Text>
              ))}
              <Disclosed label="Why?">
                <WhyDetails why={why} title={`Terms of policy version ${policyVersion}`} />
              </Disclosed>
            </BlockStack>
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  )
}
