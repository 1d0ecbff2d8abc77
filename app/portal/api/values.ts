import type { z } from 'zod'
import { type Money, toDecimal } from '#app/domain/money.ts'
import { textIn } from '#app/domain/policy/local-text.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { returnMethodsOf } from '#app/domain/policy/request.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import type { ShopperCaseView } from '#app/use-cases/get-case-for-shopper.server.ts'
import type { ReturnPlace } from '#app/use-cases/read-return-places.server.ts'
import type { JudgedOrder } from '#app/use-cases/judge-order.server.ts'
import type { QuotedReturn } from '#app/use-cases/quote-return.server.ts'
import type { ShopperReturnView } from '#app/use-cases/get-return-for-shopper.server.ts'
import { exchangeKey } from '#app/use-cases/exchange-key.ts'
import { reasonName, shownReasonName } from '../group-reasons.ts'
import type { PortalText } from '../portal-text.ts'
import type * as schema from './schemas.ts'

/** An exact amount, as Shopify's APIs write it. */
export function amount(value: Money): { readonly amount: string; readonly currencyCode: string } {
  return { amount: toDecimal(value), currencyCode: value.currency }
}

/** The lines of a request as the use-cases take them. */
export function toRequestedLines(
  lines: z.infer<typeof schema.QuoteReturn>['lines'],
): readonly RequestedLine[] {
  return lines.map(({ lineId, quantity, reason, note, answers, photos, exchangeFor, outcome }) => ({
    lineId,
    quantity,
    reasonHandle: reason,
    note: note.normalize('NFC').trim(),
    ...(answers === undefined ? {} : { answers }),
    ...(photos === undefined ? {} : { photos }),
    ...(exchangeFor === undefined ? {} : { exchangeFor }),
    ...(outcome === undefined ? {} : { outcome }),
  }))
}

export function orderOf(
  { order, decision, reasons }: JudgedOrder,
  text: PortalText,
): z.infer<typeof schema.OrderToReturn> {
  return {
    name: order.name,
    placedAt: order.placedAt,
    lines: order.lines.flatMap((line) => {
      const judged = decision.lines.find((one) => one.lineId === line.id)
      if (judged === undefined) return []
      return [
        {
          id: line.id,
          title: line.title,
          variantTitle: line.variantTitle,
          imageUrl: line.imageUrl,
          quantity: line.quantity,
          returnableQuantity: line.returnableQuantity,
          unitPrice: amount(line.originalUnitPrice),
          verdict: judged.verdict,
          returnUntil: judged.window?.lastDay ?? null,
          outcomes: [...judged.terms.outcomes],
          reasons: judged.reasons.map((reason) => text.reason(reason)),
        },
      ]
    }),
    reasons: reasons.map((reason) => ({ id: reason.handle, name: reasonName(reason, text.locale) })),
  }
}

function receiptOf(quote: Quote): z.infer<typeof schema.QuotedReturn>['receipts'][number] {
  return {
    outcome: quote.outcome,
    lines: quote.lines.map((line) => ({
      lineId: line.lineId,
      quantity: line.quantity,
      price: amount(line.price),
      discount: amount(line.discount),
      tax: amount(line.tax),
      restockingFee: amount(line.restockingFee),
      subtotal: amount(line.subtotal),
    })),
    shipping: amount(quote.shipping),
    fees: quote.fees.map((fee) => ({ key: fee.key, amount: amount(fee.amount) })),
    refund: amount(quote.refund),
    owed: amount(quote.owed),
    bonus: amount(quote.bonus),
    total: amount(quote.total),
  }
}

export function quoteOf(
  { quotes, exchange, needs, sentTo, decision }: QuotedReturn,
  { lines, places }: { readonly lines: readonly RequestedLine[]; readonly places: readonly ReturnPlace[] },
  text: PortalText,
): z.infer<typeof schema.QuotedReturn> {
  const exchanged = quotes.find((quote) => quote.exchanges.length > 0)
  return {
    receipts: quotes.map(receiptOf),
    outcomes: [...quotes.map((quote) => quote.outcome)],
    returnMethods: [...returnMethodsOf(decision.lines)],
    sendTo: places.map(({ name, address, lineIds }) => ({
      name,
      address: [...address],
      lineIds: [...lineIds],
    })),
    keptLineIds: decision.lines.filter(({ terms }) => terms.keepItem).map(({ lineId }) => lineId),
    exchange:
      exchange === null
        ? null
        : {
            seen: exchanged === undefined ? null : exchangeKey(lines, exchanged),
            fallbacks: [...exchange.fallbacks],
            sentTo: [...sentTo],
            lines: exchange.lines.map(({ lineId, variants, others }) => ({
              lineId,
              variants: [...variants, ...others].map(({ gid, title, variantTitle, difference }) => ({
                id: gid,
                title: variantTitle ?? title,
                difference: amount(difference),
              })),
            })),
          },
    needs: lines.map(({ lineId }, place) => ({
      lineId,
      photos: needs[place]?.photos ?? 0,
      questions: (needs[place]?.questions ?? []).map((question) => ({
        id: question.id,
        text: textIn(question.text, text.locale),
        answers: question.answers.map((one) => ({ id: one.id, text: textIn(one.text, text.locale) })),
      })),
    })),
  }
}

export function statusOf(view: ShopperReturnView, text: PortalText): z.infer<typeof schema.ReturnStatus> {
  return {
    name: view.name,
    orderName: view.orderName,
    status: view.status,
    outcome: view.outcome,
    requestedAt: view.requestedAt,
    nextStep: view.nextStep,
    lines: view.lines.map((line) => ({
      title: line.title,
      variantTitle: line.variantTitle,
      quantity: line.quantity,
      receivedQuantity: line.receivedQuantity,
      isKept: line.isKept,
      reason: shownReasonName(line.reason, text.locale),
      note: line.note,
    })),
    promised: view.promised === null ? null : receiptOf(view.promised),
    money: view.money.map((one) => ({ ...one, amount: amount(one.amount) })),
    events: view.events.map(({ at, kind, params }) => ({ at, kind, sentence: text.event({ kind, params }) })),
    due: view.due,
    returnMethod: view.returnMethod,
    sendTo: view.sendTo.map(({ name, address }) => ({ name, address: [...address] })),
    tracking: view.tracking,
    cases: view.cases.map(caseOf),
  }
}

/** A case as its shopper may see it. */
export function caseOf(view: ShopperCaseView): z.infer<typeof schema.ShownCase> {
  const { name, kind, state, createdAt, statement, messages, mayReply } = view
  return {
    name,
    kind,
    state,
    createdAt,
    goods: statement.goods ?? [],
    messages: messages.map((message) => ({ ...message })),
    mayReply,
  }
}
