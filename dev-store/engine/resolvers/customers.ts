import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { moneyV2 } from '../money/money-bag.ts'
import { netPayment } from '../money/payments.ts'
import { isVisibleOrder } from '../node-lookup.ts'
import type { Customer } from '../state.ts'
import { fullName } from './address.ts'
import { constant, firstOf, legacyResourceId, own } from './fields.ts'
import { metafieldFields } from './metafields.ts'
import { sortTags } from './orders.ts'
import { selectOrders } from './order-search.ts'
import type { OrdersArgs } from './order-search.ts'

const DAY_MS = 24 * 3600 * 1000

const ordersOf = (context: Context, customer: Customer) =>
  context.index.ordersByCustomer(customer.id).filter((order) => isVisibleOrder(context, order))

/** '3 months' since the customer was made, roughly as the admin says it. */
const lifetime = (context: Context, customer: Customer): string => {
  const days = Math.floor((Date.parse(context.now) - Date.parse(customer.createdAt)) / DAY_MS)
  if (days < 1) return 'less than a day'
  if (days < 60) return days === 1 ? '1 day' : `${days} days`
  const months = Math.floor(days / 30)
  return months < 24 ? `about ${months} months` : `over ${Math.floor(months / 12)} years`
}

const emailAddress = (customer: Customer) =>
  customer.email === null
    ? null
    : {
        emailAddress: customer.email,
        marketingOptInLevel: null,
        marketingState: customer.emailMarketing,
        marketingUnsubscribeUrl: `https://${customer.shop}/account/unsubscribe`,
        marketingUpdatedAt: null,
        openTrackingLevel: 'UNKNOWN',
        openTrackingUrl: `https://${customer.shop}/account/open`,
        sourceLocation: null,
        validFormat: true,
      }

export const customers: ResolverModule = {
  Customer: {
    ...own<Customer>(
      'id',
      'firstName',
      'lastName',
      'email',
      'phone',
      'locale',
      'note',
      'state',
      'verifiedEmail',
      'taxExempt',
      'createdAt',
      'updatedAt',
    ),
    ...constant({
      companyContactProfiles: [], dataSaleOptOut: false, hasTimelineComment: false, identityProviderSubjects: [], market: null,
      multipassIdentifier: null, productSubscriberStatus: 'NEVER_SUBSCRIBED', taxExemptions: [], validEmailAddress: true,
      smsMarketingConsent: null, statistics: { predictedSpendTier: null, rfmGroup: null },
      mergeable: { isMergeable: true, errorFields: [], mergeInProgress: null, reason: null },
    }), // prettier-ignore
    ...metafieldFields,
    legacyResourceId,
    tags: (customer: Customer) => sortTags(customer.tags),
    displayName: (customer: Customer) => fullName(customer) ?? customer.email ?? customer.phone ?? '',
    addresses: (customer: Customer, args: { first?: number | null }) =>
      firstOf(customer.addresses, args.first),
    addressesV2: (customer: Customer, args: ConnectionArgs) => connect(customer.addresses, args),
    defaultAddress: (customer: Customer) =>
      customer.addresses.find((one) => one.id === customer.defaultAddressId) ?? null,
    defaultEmailAddress: emailAddress,
    defaultPhoneNumber: (customer: Customer) =>
      customer.phone === null
        ? null
        : {
            phoneNumber: customer.phone,
            marketingState: 'NOT_SUBSCRIBED',
            marketingOptInLevel: null,
            marketingUpdatedAt: null,
          },
    emailMarketingConsent: (customer: Customer) =>
      customer.email === null
        ? null
        : { marketingState: customer.emailMarketing, marketingOptInLevel: null, consentUpdatedAt: null },
    canDelete: (customer: Customer, _: unknown, context) => ordersOf(context, customer).length === 0,
    amountSpent: (customer: Customer, _: unknown, context) => {
      const amount = ordersOf(context, customer)
        .filter((order) => order.cancelledAt === null && !order.test)
        .reduce((total, order) => total + netPayment(order).shop, 0)
      return moneyV2({ amount, currency: context.shop.currency })
    },
    numberOfOrders: (customer: Customer, _: unknown, context) =>
      String(ordersOf(context, customer).filter((order) => order.cancelledAt === null).length),
    lastOrder: (customer: Customer, _: unknown, context) =>
      selectOrders(context, ordersOf(context, customer), {}, 'customer').at(-1) ?? null,
    lifetimeDuration: (customer: Customer, _: unknown, context) => lifetime(context, customer),
    orders: (customer: Customer, args: OrdersArgs, context) =>
      connect(selectOrders(context, ordersOf(context, customer), args, 'customer'), args),
  },
}
