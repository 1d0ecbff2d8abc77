import type { Drop } from 'liquidjs'
import { legacyId } from '../../engine/ids.ts'
import { parseAmount } from '../../engine/money/minor-units.ts'
import type { Address, Customer } from '../../engine/state.ts'
import { liquidPrice } from '../liquid/money-format.ts'
import { metafieldsObject, modelled } from '../liquid/modelled.ts'
import type { ObjectScope } from './product-object.ts'

type Money = { shopMoney: { amount: string; currencyCode: string } }
type OrderNode = {
  id: string
  name: string
  email: string | null
  createdAt: string
  cancelledAt: string | null
  displayFinancialStatus: string | null
  displayFulfillmentStatus: string
  totalPriceSet: Money
  lineItems: {
    nodes: {
      id: string
      title: string
      variantTitle: string | null
      sku: string | null
      quantity: number
      originalUnitPriceSet: Money
    }[]
  }
}

/** `customer.orders` gives the newest 50 outside of `{% paginate %}`. */
const ORDERS = `query StorefrontCustomerOrders($query: String!) {
  orders(first: 50, query: $query, sortKey: CREATED_AT, reverse: true) {
    nodes {
      id name email createdAt cancelledAt displayFinancialStatus displayFulfillmentStatus
      totalPriceSet { shopMoney { amount currencyCode } }
      lineItems(first: 20) {
        nodes { id title variantTitle sku quantity originalUnitPriceSet { shopMoney { amount currencyCode } } }
      }
    }
  }
}`

function price({ shopMoney }: Money): number {
  return liquidPrice(parseAmount(shopMoney.amount, shopMoney.currencyCode) ?? 0, shopMoney.currencyCode)
}

function words(status: string | null): string {
  const text = (status ?? '').toLowerCase().replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function orderObject(scope: ObjectScope, node: OrderNode): Drop {
  const total = price(node.totalPriceSet)
  return modelled('order', {
    id: legacyId(node.id),
    name: node.name,
    order_number: Number(/(\d+)\D*$/.exec(node.name)?.[1] ?? 0),
    email: node.email,
    created_at: node.createdAt,
    cancelled: node.cancelledAt !== null,
    cancelled_at: node.cancelledAt,
    financial_status: (node.displayFinancialStatus ?? '').toLowerCase(),
    financial_status_label: words(node.displayFinancialStatus),
    fulfillment_status: node.displayFulfillmentStatus.toLowerCase(),
    fulfillment_status_label: words(node.displayFulfillmentStatus),
    total_price: total,
    item_count: node.lineItems.nodes.reduce((sum, line) => sum + line.quantity, 0),
    customer_url: `${scope.root}/account/orders/${legacyId(node.id)}`,
    line_items: node.lineItems.nodes.map((line) =>
      modelled('line_item', {
        id: legacyId(line.id),
        title: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
        sku: line.sku ?? '',
        quantity: line.quantity,
        original_price: price(line.originalUnitPriceSet),
      }),
    ),
  })
}

function addressObject(address: Address): Drop {
  const { firstName, lastName, company, address1, address2, city, zip, country, phone } = address
  return modelled('address', {
    name: [firstName, lastName].filter(Boolean).join(' '),
    first_name: firstName,
    last_name: lastName,
    company,
    address1,
    address2,
    city,
    zip,
    phone,
    province: address.province,
    province_code: address.provinceCode,
    country: country === null ? null : modelled('country', { name: country, iso_code: address.countryCode }),
    country_code: address.countryCode,
  })
}

export function customerName(customer: Customer): string {
  return [customer.firstName, customer.lastName].filter(Boolean).join(' ')
}

/** Liquid's `customer` of the signed-in shopper. Orders are asked from the Admin schema when a template reads them. */
export function customerObject(scope: ObjectScope, customer: Customer): Drop {
  const orders = async (): Promise<Drop[]> => {
    const query = `customer_id:${legacyId(customer.id)}`
    const data = await scope.engine.asMerchant<{ orders: { nodes: OrderNode[] } }>(
      scope.shop.domain,
      ORDERS,
      { query },
    )
    return data.orders.nodes.map((node) => orderObject(scope, node))
  }
  const home =
    customer.addresses.find((address) => address.id === customer.defaultAddressId) ?? customer.addresses[0]
  return modelled(
    'customer',
    {
      id: legacyId(customer.id),
      email: customer.email,
      phone: customer.phone,
      first_name: customer.firstName,
      last_name: customer.lastName,
      name: customerName(customer),
      tags: customer.tags,
      has_account: customer.state === 'ENABLED',
      accepts_marketing: customer.emailMarketing === 'SUBSCRIBED',
      tax_exempt: customer.taxExempt,
      'b2b?': false,
      addresses: customer.addresses.map(addressObject),
      addresses_count: customer.addresses.length,
      default_address: home ? addressObject(home) : null,
      metafields: metafieldsObject(customer.metafields),
    },
    {
      orders,
      orders_count: () => scope.engine.index.ordersByCustomer(customer.id).length,
      last_order: async () => (await orders())[0] ?? null,
      store_credit_account: () => {
        const account = Object.values(scope.engine.state.tables.storeCreditAccounts).find(
          (candidate) => candidate.ownerId === customer.id && candidate.currency === scope.shop.currency,
        )
        if (!account) return null
        return modelled('store_credit_account', { balance: liquidPrice(account.balance, account.currency) })
      },
    },
  )
}
