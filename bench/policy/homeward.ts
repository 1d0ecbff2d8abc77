import { compilePolicy, type CompiledPolicy } from '../../app/domain/policy/compile.ts'
import type { Condition } from '../../app/domain/policy/conditions/index.ts'
import { defaultPolicy } from '../../app/domain/policy/default-policy.ts'
import { explainRuling } from '../../app/domain/policy/explain.ts'
import type { PolicyFacts } from '../../app/domain/policy/facts.ts'
import { judgeLine } from '../../app/domain/policy/judge.ts'
import { matchedRuleIds } from '../../app/domain/policy/match.ts'
import { Policy } from '../../app/domain/policy/policy.ts'
import { money } from '../../app/domain/money.ts'
import { lineFacts, orderFacts } from '../../tests/factories/order-facts.ts'
import type { Contender, FlatFacts, TaskRule, Test } from './task.ts'

/** A policy of the task's rules; each sets terms, as rules of a policy do. */
export function taskPolicy(rules: readonly TaskRule[]): CompiledPolicy {
  return compilePolicy(
    Policy.parse({
      ...defaultPolicy,
      rules: rules.map(({ id, all }, index) => ({
        id,
        name: id,
        enabled: true,
        when: { kind: 'all', of: all.map(conditionOf) },
        set: { restockingFee: { percent: index % 20 }, bonus: { storeCreditPercent: index % 7 } },
      })),
    }),
  )
}

function conditionOf(test: Test): Condition {
  switch (test.fact) {
    case 'priceMinor':
      return { kind: 'price', is: test.op, amounts: { USD: (test.value / 100).toFixed(2) } }
    case 'daysSinceDelivery':
      return {
        kind: 'daysSince',
        since: 'delivery',
        is: test.op === 'atLeast' ? 'moreThan' : 'atMost',
        days: test.value - 1,
      }
    case 'discountPercent':
      return { kind: 'discountShare', is: test.op, value: test.value }
    case 'quantity':
      return { kind: 'quantity', is: test.op, value: test.value }
    case 'country':
      return { kind: 'orderCountry', is: 'anyOf', values: [...test.values] }
    case 'productType':
      return { kind: 'productType', is: 'anyOf', values: [...test.values] }
    case 'vendor':
      return { kind: 'vendor', is: 'anyOf', values: [...test.values] }
    case 'reason':
      return { kind: 'returnReason', is: 'anyOf', values: [...test.values] }
    case 'productTags':
      return { kind: 'productTag', is: 'anyOf', values: [test.value] }
    case 'customerTags':
      return { kind: 'customerTag', is: 'anyOf', values: [test.value] }
  }
}

const order = orderFacts()
const today = 20_000

/** The same line as the engine's own facts: what the shell hands over, days as epoch days and tags folded. */
export function policyFacts(flat: FlatFacts): PolicyFacts {
  const line = lineFacts({
    originalUnitPrice: money(flat.originalMinor, 'USD'),
    discountedUnitPrice: money(flat.priceMinor, 'USD'),
    productType: flat.productType,
    vendor: flat.vendor,
    quantity: flat.quantity,
    returnableQuantity: flat.quantity,
    productTags: flat.productTags,
  })
  const delivered = today - flat.daysSinceDelivery
  return {
    order: { ...order, country: flat.country, lines: [line] },
    line,
    request: {
      reason: flat.reason,
      answers: {},
      photos: 0,
      outcome: 'refund',
      quantity: 1,
      channel: 'online',
    },
    reason: { fault: null, names: [flat.reason] },
    days: {
      today,
      placed: delivered - 3,
      fulfilled: delivered - 2,
      delivered,
      lastDelivered: delivered,
      accountMade: null,
    },
    folded: {
      productTags: flat.productTags,
      productType: flat.productType.toLowerCase(),
      vendor: flat.vendor.toLowerCase(),
      sku: null,
      orderTags: [],
      customerTags: flat.customerTags,
      discountCodes: [],
    },
  }
}

/** The whole decision, as the app takes it: rules, terms, window, law and verdict; the ids are read off its bits. */
export function deciding(policy: CompiledPolicy): Contender<PolicyFacts> {
  return { name: 'decide', match: (facts) => matchedRuleIds(policy, judgeLine(policy, facts).matched) }
}

/** The same with the decision written out as it is stored: every rule, every condition, every fact that was found. */
export function tracing(policy: CompiledPolicy): Contender<PolicyFacts> {
  return {
    name: 'trace',
    match: (facts) => {
      const decision = explainRuling(policy, facts, { ruling: judgeLine(policy, facts), alternatives: [] })
      const ids: string[] = []
      for (const rule of decision.trace) if (rule.result === 'true') ids.push(rule.ruleId)
      return ids
    },
  }
}
