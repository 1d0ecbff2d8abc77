import { Environment } from '@marcbachmann/cel-js'
import { evaluateExpressionSync } from '@gorules/zen-engine'
import { LogicEngine } from 'json-logic-engine'
import { Engine } from 'json-rules-engine'
import type { Contender, FlatFacts, TaskRule, Test } from './task.ts'

const facts = [
  'priceMinor',
  'daysSinceDelivery',
  'discountPercent',
  'quantity',
  'country',
  'productType',
  'vendor',
  'reason',
  'productTags',
  'customerTags',
] as const

/** json-rules-engine: conditions as its documentation writes them; the ids are the events of the rules that hold. */
export function jsonRulesEngine(rules: readonly TaskRule[]): Contender {
  const engine = new Engine()
  for (const { id, all } of rules) {
    engine.addRule({ conditions: { all: all.map(jsonRulesCondition) }, event: { type: id } })
  }
  return {
    name: 'json-rules-engine',
    match: async (line) => (await engine.run({ ...line })).events.map((event) => event.type),
  }
}

function jsonRulesCondition(test: Test) {
  switch (test.op) {
    case 'atLeast':
      return { fact: test.fact, operator: 'greaterThanInclusive', value: test.value }
    case 'below':
      return { fact: test.fact, operator: 'lessThan', value: test.value }
    case 'in':
      return { fact: test.fact, operator: 'in', value: [...test.values] }
    case 'has':
      return { fact: test.fact, operator: 'contains', value: test.value }
  }
}

/** json-logic-engine: every rule compiled once with `build()`, its fastest mode. */
export function jsonLogicEngine(rules: readonly TaskRule[]): Contender {
  const engine = new LogicEngine()
  const built = rules.map(({ id, all }) => ({
    id,
    // `build` answers a function of the data; its type says "any".
    holds: engine.build({ and: all.map(jsonLogicTest) }) as (data: FlatFacts) => unknown,
  }))
  return {
    name: 'json-logic-engine',
    match: (line) => {
      const ids: string[] = []
      for (const rule of built) if (rule.holds(line) === true) ids.push(rule.id)
      return ids
    },
  }
}

function jsonLogicTest(test: Test) {
  const value = { var: test.fact }
  switch (test.op) {
    case 'atLeast':
      return { '>=': [value, test.value] }
    case 'below':
      return { '<': [value, test.value] }
    case 'in':
      return { in: [value, [...test.values]] }
    case 'has':
      return { in: [test.value, value] }
  }
}

/** zen-engine: one expression for all rules through its synchronous evaluation, faster here than a decision table. */
export function zenEngine(rules: readonly TaskRule[]): Contender {
  const parts = rules.map(({ id, all }) => `(${all.map(zenTest).join(' and ')}) ? '${id}' : ''`)
  const expression = `[${parts.join(', ')}]`
  return {
    name: 'zen-engine',
    // Its type says "any"; the expression is a list of texts.
    match: (line) => (evaluateExpressionSync(expression, line) as string[]).filter((id) => id !== ''),
  }
}

function zenTest(test: Test): string {
  switch (test.op) {
    case 'atLeast':
      return `${test.fact} >= ${test.value}`
    case 'below':
      return `${test.fact} < ${test.value}`
    case 'in':
      return `${test.fact} in [${test.values.map((value) => `'${value}'`).join(', ')}]`
    case 'has':
      return `contains(${test.fact}, '${test.value}')`
  }
}

/** cel-js: typed environment, every rule parsed once. */
export function celJs(rules: readonly TaskRule[]): Contender {
  const environment = new Environment()
  const types = (fact: (typeof facts)[number]) =>
    fact.endsWith('Tags')
      ? 'list<string>'
      : ['country', 'productType', 'vendor', 'reason'].includes(fact)
        ? 'string'
        : 'double'
  for (const fact of facts) environment.registerVariable(fact, types(fact))
  const parsed = rules.map(({ id, all }) => ({ id, holds: environment.parse(all.map(celTest).join(' && ')) }))
  return {
    name: 'cel-js',
    match: (line) => {
      const ids: string[] = []
      for (const rule of parsed) if (rule.holds(line) === true) ids.push(rule.id)
      return ids
    },
  }
}

function celTest(test: Test): string {
  switch (test.op) {
    case 'atLeast':
      return `${test.fact} >= ${test.value}.0`
    case 'below':
      return `${test.fact} < ${test.value}.0`
    case 'in':
      return `${test.fact} in [${test.values.map((value) => `"${value}"`).join(', ')}]`
    case 'has':
      return `"${test.value}" in ${test.fact}`
  }
}
