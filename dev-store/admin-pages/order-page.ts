import { randomUUID } from 'node:crypto'
import type { Shop } from '../engine/state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { bagText, moneyText, titleOf } from './order-document.ts'
import type { AdminOrder, OrderReturn } from './order-document.ts'
import { actionForm, badge, hidden, numberOf, pageTop, timeText, words } from './page-parts.ts'

export type Notice = { done: string | null; error: string | null }

const DISPOSITIONS = ['RESTOCKED', 'PROCESSING_REQUIRED', 'NOT_RESTOCKED', 'MISSING']
const CANCEL_REASONS = ['CUSTOMER', 'INVENTORY', 'FRAUD', 'DECLINED', 'STAFF', 'OTHER']

function stockText(line: AdminOrder['lineItems']['nodes'][number]): Html {
  const item = line.variant?.inventoryItem
  if (!item) return html`<span class="ap-muted">no variant</span>`
  if (!item.tracked) return html`<span class="ap-muted">not tracked</span>`
  return html`${item.inventoryLevels.nodes.map((level) => {
    const available = level.quantities.find((quantity) => quantity.name === 'available')?.quantity ?? 0
    return html`<div>${available} <span class="ap-muted">at ${level.location.name}</span></div>`
  })}`
}

function linesCard(order: AdminOrder): Html {
  const rows = order.lineItems.nodes.map(
    (line) =>
      html`<tr>
        <td>
          ${titleOf(line)}
          <div class="ap-muted">${line.sku ?? ''}</div>
        </td>
        <td class="num">${bagText(line.originalUnitPriceSet)}</td>
        <td class="num">${line.quantity}</td>
        <td class="num">${line.currentQuantity}</td>
        <td class="num">${line.unfulfilledQuantity}</td>
        <td class="num">${line.refundableQuantity}</td>
        <td>${stockText(line)}</td>
      </tr>`,
  )
  return html`<section class="ap-card">
    <h2>Lines</h2>
    <div class="ap-scroll">
      <table class="ap-table">
        <thead>
          <tr>
            <th>Item</th>
            <th class="num">Price</th>
            <th class="num">Ordered</th>
            <th class="num">Current</th>
            <th class="num">To ship</th>
            <th class="num">Refundable</th>
            <th>Stock</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${editDetails(order)}
  </section>`
}

function editDetails(order: AdminOrder): Html {
  if (order.cancelledAt !== null) return html``
  const rows = order.lineItems.nodes.map(
    (line) =>
      html`<tr>
        <td>${titleOf(line)}</td>
        <td class="num">
          <input
            type="number"
            min="0"
            max="${line.quantity + 20}"
            name="quantity:${line.id}"
            value="${line.currentQuantity}"
            aria-label="New quantity of ${titleOf(line)}"
          />
        </td>
      </tr>`,
  )
  const inside = html`<div class="ap-scroll">
      <table class="ap-table">
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <label class="ap-check"
      ><input type="checkbox" name="restock" value="yes" checked /> Restock what is taken off</label
    >`
  return html`<details class="ap-action">
    <summary>Edit order</summary>
    ${actionForm('edit', inside, 'Save edit')}
  </details>`
}

function fulfillmentCard(order: AdminOrder, shop: Shop): Html {
  const parcels = order.fulfillments.map((parcel) => {
    const tracking = parcel.trackingInfo
      .map((info) => `${info.company ?? ''} ${info.number ?? ''}`.trim())
      .join(', ')
    const lines = parcel.fulfillmentLineItems.nodes.map(
      (line) => html`<li>${line.quantity ?? 0} × ${titleOf(line.lineItem)}</li>`,
    )
    return html`<h3>${parcel.name} ${badge(parcel.displayStatus)}</h3>
      <p class="ap-muted">
        Sent ${timeText(parcel.createdAt, shop.ianaTimezone)} · delivered
        ${timeText(parcel.deliveredAt, shop.ianaTimezone)}${tracking !== '' && ` · ${tracking}`}
      </p>
      <ul class="ap-list">
        ${lines}
      </ul>
      ${parcel.deliveredAt === null && actionForm('deliver', hidden('fulfillment', parcel.id), 'Mark as delivered')}`
  })
  const open = order.fulfillmentOrders.nodes.filter(
    (one) =>
      ['OPEN', 'IN_PROGRESS'].includes(one.status) &&
      one.lineItems.nodes.some((line) => line.remainingQuantity > 0),
  )
  const toShip = open.map((one) => {
    const lines = one.lineItems.nodes
      .filter((line) => line.remainingQuantity > 0)
      .map((line) => html`<li>${line.remainingQuantity} × ${titleOf(line.lineItem)}</li>`)
    const inside = html`${hidden('fulfillmentOrder', one.id)}
      <div class="ap-field">
        <label for="track-${numberOf(one.id)}">Tracking number</label
        ><input id="track-${numberOf(one.id)}" name="tracking" maxlength="80" />
      </div>`
    return html`<h3>To ship ${badge(one.status)}</h3>
      <ul class="ap-list">
        ${lines}
      </ul>
      ${actionForm('fulfil', inside, 'Fulfil', 'primary')}`
  })
  return html`<section class="ap-card">
    <h2>Fulfilment</h2>
    ${toShip}${parcels}${open.length + order.fulfillments.length === 0 && html`<p class="ap-muted">Nothing to ship.</p>`}
  </section>`
}

function reverseRows(reverse: OrderReturn['reverseFulfillmentOrders']['nodes'][number]): Html[] {
  return reverse.lineItems.nodes.map((line) => {
    const disposed = line.dispositions
      .map((one) => `${String(one.quantity)} ${words(one.type).toLowerCase()}`)
      .join(', ')
    const remaining = line.totalQuantity - line.dispositions.reduce((sum, one) => sum + one.quantity, 0)
    const title = line.fulfillmentLineItem ? titleOf(line.fulfillmentLineItem.lineItem) : 'line'
    const inside = html`${hidden('line', line.id)}
      <div class="ap-field">
        <label for="q-${numberOf(line.id)}">Units</label
        ><input
          id="q-${numberOf(line.id)}"
          type="number"
          name="quantity"
          min="1"
          max="${remaining}"
          value="${remaining}"
        />
      </div>
      <div class="ap-field">
        <label for="d-${numberOf(line.id)}">Disposition</label
        ><select id="d-${numberOf(line.id)}" name="type">
          ${DISPOSITIONS.map((type) => html`<option value="${type}">${words(type)}</option>`)}
        </select>
      </div>`
    return html`<li>
      ${line.totalQuantity} ×
      ${title}${disposed !== '' && ` · ${disposed}`}${remaining > 0 && actionForm('dispose', inside, 'Dispose')}
    </li>`
  })
}

/** What staff can do with a return in this state. */
const RETURN_ACTIONS: Record<string, [string, string][]> = {
  REQUESTED: [
    ['return-approve', 'Approve'],
    ['return-decline', 'Decline'],
  ],
  OPEN: [
    ['return-close', 'Close'],
    ['return-cancel', 'Cancel'],
  ],
  CLOSED: [['return-reopen', 'Reopen']],
}

function returnsCard(order: AdminOrder, shop: Shop): Html {
  if (order.returns.nodes.length === 0) return html``
  const blocks = order.returns.nodes.map((one) => {
    const lines = one.returnLineItems.nodes.map((line) => {
      const title = line.fulfillmentLineItem ? titleOf(line.fulfillmentLineItem.lineItem) : 'item'
      const reason = line.returnReasonDefinition?.name ?? ''
      return html`<li>
        ${line.quantity} ×
        ${title}${reason !== '' && ` · ${reason}`}${line.customerNote !== null && line.customerNote !== '' && html` <span class="ap-muted">“${line.customerNote}”</span>`}
        · refunded ${line.refundedQuantity}
      </li>`
    })
    const actions = (RETURN_ACTIONS[one.status] ?? []).map(([action, label]) =>
      actionForm(action, hidden('return', one.id), label),
    )
    const goods = one.reverseFulfillmentOrders.nodes.map(
      (reverse) =>
        html`<h3>Goods ${badge(reverse.status)}</h3>
          <ul class="ap-list">
            ${reverseRows(reverse)}
          </ul>`,
    )
    return html`<h3>${one.name} ${badge(one.status)}</h3>
      <p class="ap-muted">${timeText(one.createdAt, shop.ianaTimezone)}</p>
      <ul class="ap-list">
        ${lines}
      </ul>
      ${goods}
      <div class="ap-form">${actions}</div>`
  })
  return html`<section class="ap-card">
    <h2>Returns</h2>
    ${blocks}
  </section>`
}

function refundsCard(order: AdminOrder, shop: Shop): Html {
  const refunds = order.refunds.map((refund) => {
    const lines = refund.refundLineItems.nodes.map(
      (line) =>
        html`<li>
          ${line.quantity} × ${titleOf(line.lineItem)} (${words(line.restockType).toLowerCase()})
        </li>`,
    )
    return html`<h3>${bagText(refund.totalRefundedSet)}${refund.return && ` · ${refund.return.name}`}</h3>
      <p class="ap-muted">
        ${timeText(refund.createdAt, shop.ianaTimezone)}${refund.note !== null && refund.note !== '' && ` · ${refund.note}`}
      </p>
      <ul class="ap-list">
        ${lines}
      </ul>`
  })
  return html`<section class="ap-card">
    <h2>Refunds</h2>
    ${refunds.length === 0 ? html`<p class="ap-muted">None.</p>` : refunds}${refundDetails(order)}
  </section>`
}

function refundDetails(order: AdminOrder): Html {
  const rows = order.lineItems.nodes
    .filter((line) => line.refundableQuantity > 0)
    .map(
      (line) =>
        html`<tr>
          <td>${titleOf(line)}</td>
          <td class="num">
            <input
              type="number"
              min="0"
              max="${line.refundableQuantity}"
              name="quantity:${line.id}"
              value="0"
              aria-label="Units of ${titleOf(line)} to refund"
            />
            of ${line.refundableQuantity}
          </td>
        </tr>`,
    )
  const inside = html`${hidden('key', randomUUID())}
    <div class="ap-scroll">
      <table class="ap-table">
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <div class="ap-field">
      <label for="refund-amount">Amount (empty: what Shopify suggests)</label
      ><input id="refund-amount" name="amount" inputmode="decimal" pattern="[0-9]+([.][0-9]+)?" />
    </div>
    <div class="ap-field">
      <label for="refund-note">Note</label><input id="refund-note" name="note" maxlength="200" />
    </div>
    <label class="ap-check"><input type="checkbox" name="restock" value="yes" checked /> Restock</label>`
  return html`<details class="ap-action">
    <summary>Refund</summary>
    ${actionForm('refund', inside, 'Refund', 'critical')}
  </details>`
}

function moneyCard(order: AdminOrder, shop: Shop): Html {
  const rows = order.transactions.map(
    (one) =>
      html`<tr>
        <td>
          ${words(one.kind)}
          ${badge(one.status)}${one.errorCode !== null && html`<div class="ap-muted">${one.errorCode}</div>`}
        </td>
        <td>${one.formattedGateway ?? one.gateway ?? ''}</td>
        <td>${timeText(one.processedAt, shop.ianaTimezone)}</td>
        <td class="num">${bagText(one.amountSet)}</td>
      </tr>`,
  )
  return html`<section class="ap-card">
    <h2>Payments</h2>
    <div class="ap-scroll">
      <table class="ap-table">
        <thead>
          <tr>
            <th>Transaction</th>
            <th>Gateway</th>
            <th>When</th>
            <th class="num">Amount</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p>
      Total ${bagText(order.currentTotalPriceSet)} · received ${bagText(order.totalReceivedSet)} · refunded
      ${bagText(order.totalRefundedSet)} · <strong>net ${bagText(order.netPaymentSet)}</strong>
    </p>
  </section>`
}

function customerCard(order: AdminOrder, shop: Shop): Html {
  const { customer } = order
  const credit = customer?.storeCreditAccounts.nodes ?? []
  return html`<section class="ap-card">
    <h2>Customer</h2>
    ${customer ? html`<p><a href="/store/${shop.handle}/customers/${numberOf(customer.id)}">${customer.displayName}</a></p>` : html`<p>No customer</p>`}
    <p>${order.email ?? 'no e-mail'}</p>
    <p>${order.shippingAddress?.formatted.map((line) => html`${line}<br />`)}</p>
    ${
      credit.length > 0 &&
      html`<h3>Store credit</h3>
        ${credit.map((account) => html`<p>${moneyText(account.balance)}</p>`)}`
    }
  </section>`
}

function cancelCard(order: AdminOrder): Html {
  if (order.cancelledAt !== null) return html``
  const inside = html`<div class="ap-field">
      <label for="cancel-reason">Reason</label
      ><select id="cancel-reason" name="reason">
        ${CANCEL_REASONS.map((reason) => html`<option value="${reason}">${words(reason)}</option>`)}
      </select>
    </div>
    <label class="ap-check"><input type="checkbox" name="refund" value="yes" checked /> Refund</label
    ><label class="ap-check"><input type="checkbox" name="restock" value="yes" checked /> Restock</label>`
  return html`<section class="ap-card">
    <h2>Cancel</h2>
    <p class="ap-muted">Cancels the order at once. It cannot be undone.</p>
    ${actionForm('cancel', inside, 'Cancel order', 'critical')}
  </section>`
}

/** The page of one order, with everything that staff can do to it behind the app's back. */
export function orderPage(order: AdminOrder, shop: Shop, notice: Notice): Html {
  const status = html`${badge(order.displayFinancialStatus)} ${badge(order.displayFulfillmentStatus)}
  ${order.returnStatus !== 'NO_RETURN' && badge(order.returnStatus)}
  ${order.cancelledAt !== null && badge('CANCELED')}
  ${order.closedAt !== null && html`<span class="ap-badge">Archived</span>`}`
  const facts = html`<section class="ap-card">
    <h2>Order</h2>
    <p>${timeText(order.createdAt, shop.ianaTimezone)}</p>
    <p class="ap-muted">${order.tags.join(', ')}</p>
    ${order.note !== null && html`<p>${order.note}</p>`}
  </section>`
  return html`${pageTop(order.name, notice, status)}
    <p><a href="/store/${shop.handle}/orders">All orders</a></p>
    <div class="ap-grid">
      <div class="ap-stack">
        ${linesCard(order)}${fulfillmentCard(order, shop)}${returnsCard(order, shop)}${moneyCard(order, shop)}${refundsCard(order, shop)}
      </div>
      <div class="ap-stack">${customerCard(order, shop)}${facts}${cancelCard(order)}</div>
    </div>`
}
