import type { Engine } from '../engine/engine.ts'
import type { Shop } from '../engine/state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { bagText, moneyText } from './order-document.ts'
import { badge, numberOf, pageTop, timeText } from './page-parts.ts'

type Bag = Parameters<typeof bagText>[0]
type OrderRow = {
  id: string
  name: string
  createdAt: string
  email: string | null
  customer: { displayName: string } | null
  displayFinancialStatus: string | null
  displayFulfillmentStatus: string
  returnStatus: string
  currentTotalPriceSet: Bag
}
type PageInfo = { hasNextPage: boolean; endCursor: string | null }

const QUIET = { done: null, error: null }

const ORDERS = `query AdminOrders($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id name createdAt email displayFinancialStatus displayFulfillmentStatus returnStatus
      customer { displayName }
      currentTotalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
    }
  }
}`

const CUSTOMERS = `query AdminCustomers($first: Int!, $after: String, $query: String) {
  customers(first: $first, after: $after, query: $query) {
    pageInfo { hasNextPage endCursor }
    nodes { id displayName email tags numberOfOrders }
  }
}`

type CustomerRow = {
  id: string
  displayName: string
  email: string | null
  tags: string[]
  numberOfOrders: string
}

const CUSTOMER = `query AdminCustomer($id: ID!) {
  customer(id: $id) {
    id displayName email phone tags note numberOfOrders
    storeCreditAccounts(first: 5) { nodes { id balance { amount currencyCode } } }
  }
}`

type CustomerDetail = CustomerRow & {
  phone: string | null
  note: string | null
  storeCreditAccounts: { nodes: { id: string; balance: { amount: string; currencyCode: string } }[] }
}

function searchForm(label: string, terms: string): Html {
  return html`<form method="get" class="ap-form" role="search">
    <div class="ap-field">
      <label for="q">${label}</label><input id="q" name="q" type="search" value="${terms}" size="32" />
    </div>
    <button class="button" type="submit">Search</button>
  </form>`
}

function nextLink(info: PageInfo, terms: string): Html {
  if (!info.hasNextPage || info.endCursor === null) return html``
  const query = new URLSearchParams({ ...(terms === '' ? {} : { q: terms }), after: info.endCursor })
  return html`<nav class="ap-pages" aria-label="Pages">
    <a class="button" href="?${query.toString()}">Next page</a>
  </nav>`
}

function orderTable(rows: readonly OrderRow[], shop: Shop): Html {
  const body = rows.map(
    (row) =>
      html`<tr>
        <td><a href="/store/${shop.handle}/orders/${numberOf(row.id)}">${row.name}</a></td>
        <td class="ap-time">${timeText(row.createdAt, shop.ianaTimezone)}</td>
        <td>${row.customer?.displayName ?? row.email ?? '–'}</td>
        <td class="num">${bagText(row.currentTotalPriceSet)}</td>
        <td>${badge(row.displayFinancialStatus)}</td>
        <td>${badge(row.displayFulfillmentStatus)}</td>
        <td>${row.returnStatus !== 'NO_RETURN' && badge(row.returnStatus)}</td>
      </tr>`,
  )
  return html`<div class="ap-scroll">
    <table class="ap-table">
      <thead>
        <tr>
          <th>Order</th>
          <th>Date</th>
          <th>Customer</th>
          <th class="num">Total</th>
          <th>Payment</th>
          <th>Fulfilment</th>
          <th>Return</th>
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`
}

type ListRequest = { engine: Engine; shop: Shop; query: URLSearchParams }

function variablesOf({ query }: ListRequest): { terms: string; variables: Record<string, unknown> } {
  const terms = (query.get('q') ?? '').trim()
  return { terms, variables: { first: 50, after: query.get('after'), query: terms === '' ? null : terms } }
}

/** Newest orders first, with Shopify's own search syntax. */
export async function ordersPage(request: ListRequest): Promise<Html> {
  const { engine, shop } = request
  const { terms, variables } = variablesOf(request)
  const data = await engine.asMerchant<{ orders: { nodes: OrderRow[]; pageInfo: PageInfo } }>(
    shop.domain,
    ORDERS,
    variables,
  )
  const { nodes, pageInfo } = data.orders
  return html`${pageTop('Orders', QUIET)}
    <section class="ap-card">
      ${searchForm('Order number, e-mail, customer or a filter such as financial_status:paid', terms)}
      ${nodes.length === 0 ? html`<p>No order matches. Search by number, e-mail or name.</p>` : orderTable(nodes, shop)}${nextLink(pageInfo, terms)}
    </section>`
}

export async function customersPage(request: ListRequest): Promise<Html> {
  const { engine, shop } = request
  const { terms, variables } = variablesOf(request)
  const data = await engine.asMerchant<{ customers: { nodes: CustomerRow[]; pageInfo: PageInfo } }>(
    shop.domain,
    CUSTOMERS,
    variables,
  )
  const { nodes, pageInfo } = data.customers
  const body = nodes.map(
    (row) =>
      html`<tr>
        <td><a href="/store/${shop.handle}/customers/${numberOf(row.id)}">${row.displayName}</a></td>
        <td>${row.email ?? '–'}</td>
        <td>${row.tags.join(', ')}</td>
        <td class="num">${row.numberOfOrders}</td>
      </tr>`,
  )
  const table = html`<div class="ap-scroll">
    <table class="ap-table">
      <thead>
        <tr>
          <th>Name</th>
          <th>E-mail</th>
          <th>Tags</th>
          <th class="num">Orders</th>
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`
  return html`${pageTop('Customers', QUIET)}
    <section class="ap-card">
      ${searchForm('Name or e-mail', terms)}${nodes.length === 0 ? html`<p>No customer matches.</p>` : table}${nextLink(pageInfo, terms)}
    </section>`
}

/** One customer with store credit and orders; undefined when there is none of this number. */
export async function customerPage(
  request: ListRequest,
  number: string,
): Promise<{ title: string; body: Html } | undefined> {
  const { engine, shop } = request
  const id = `gid://shopify/Customer/${number}`
  const { customer } = await engine.asMerchant<{ customer: CustomerDetail | null }>(shop.domain, CUSTOMER, {
    id,
  })
  if (!customer) return undefined
  const variables = { first: 50, after: null, query: `customer_id:${number}` }
  const data = await engine.asMerchant<{ orders: { nodes: OrderRow[] } }>(shop.domain, ORDERS, variables)
  const credit = customer.storeCreditAccounts.nodes.map(
    (account) => html`<p>${moneyText(account.balance)}</p>`,
  )
  const body = html`${pageTop(customer.displayName, QUIET)}
    <p><a href="/store/${shop.handle}/customers">All customers</a></p>
    <div class="ap-grid">
      <section class="ap-card">
        <h2>Orders</h2>
        ${orderTable(data.orders.nodes, shop)}
      </section>
      <section class="ap-card">
        <h2>Contact</h2>
        <p>${customer.email ?? 'no e-mail'}</p>
        <p>${customer.phone ?? ''}</p>
        <p class="ap-muted">${customer.tags.join(', ')}</p>
        ${customer.note !== null && html`<p>${customer.note}</p>`}
        <h3>Store credit</h3>
        ${credit.length === 0 ? html`<p class="ap-muted">None.</p>` : credit}
      </section>
    </div>`
  return { title: customer.displayName, body }
}
