import type { Context, ResolverModule } from '../context.ts'
import { constant, own } from '../resolvers/fields.ts'
import type { Shop } from '../state.ts'
import { failure } from './inputs.ts'

/** A legal policy of a shop, as a merchant or an app wrote it. */
export type ShopPolicy = {
  readonly id: string
  readonly type: string
  body: string
  readonly createdAt: string
  updatedAt: string
}

/** "Maximum size is 512kb" (schema). */
const mostBytes = 512 * 1024

const titles: Readonly<Record<string, string>> = {
  CONTACT_INFORMATION: 'Contact information',
  LEGAL_NOTICE: 'Legal notice',
  PRIVACY_POLICY: 'Privacy policy',
  REFUND_POLICY: 'Refund policy',
  SHIPPING_POLICY: 'Shipping policy',
  SUBSCRIPTION_POLICY: 'Cancellation policy',
  TERMS_OF_SALE: 'Terms of sale',
  TERMS_OF_SERVICE: 'Terms of service',
}

type Input = { readonly shopPolicy: { readonly type: string; readonly body: string } }

const shopPolicyUpdate = (_: unknown, { shopPolicy: input }: Input, context: Context) => {
  if (Buffer.byteLength(input.body) > mostBytes)
    return {
      shopPolicy: null,
      userErrors: [failure(['shopPolicy', 'body'], 'Body is too big (maximum is 512 KB)', 'TOO_BIG')],
    }
  const shop = context.edit('shops', context.shop.domain)
  const policies = (shop.policies ??= [])
  let policy = policies.find(({ type }) => type === input.type)
  if (policy === undefined) {
    const at = { createdAt: context.now, updatedAt: context.now }
    policy = { id: context.nextId('ShopPolicy'), type: input.type, body: input.body, ...at }
    policies.push(policy)
  } else if (policy.body !== input.body) {
    policy.body = input.body
    policy.updatedAt = context.now
  }
  return { shopPolicy: policy, userErrors: [] }
}

export const shopPolicies: ResolverModule = {
  // A policy that is empty is none: our guess.
  Shop: { shopPolicies: (shop: Shop) => (shop.policies ?? []).filter(({ body }) => body !== '') },
  ShopPolicy: {
    ...own<ShopPolicy>('id', 'type', 'body', 'createdAt', 'updatedAt'),
    ...constant({ translations: [] }),
    title: ({ type }: ShopPolicy) => titles[type] ?? type,
    url: ({ type }: ShopPolicy, _: unknown, context: Context) =>
      `https://${context.shop.domain}/policies/${type.toLowerCase().replaceAll('_', '-')}`,
  },
  Mutation: { shopPolicyUpdate },
}
