import { randomUUID } from 'node:crypto'
import type { PolicyExample } from '@prisma/client'
import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { GoldenExample } from '#app/domain/policy/golden.ts'
import { instant, jsonColumn } from './column.ts'

/** Our own id of a golden example. */
export const PolicyExampleId = z.uuid().brand('PolicyExampleId')
export type PolicyExampleId = z.infer<typeof PolicyExampleId>

/** A golden example of a shop's policy. */
export type PolicyExampleRecord = {
  readonly id: PolicyExampleId
  readonly name: string
  readonly example: GoldenExample
  readonly author: Actor
  readonly createdAt: string
  readonly updatedAt: string
}

function exampleRecord(row: PolicyExample): PolicyExampleRecord {
  return {
    id: PolicyExampleId.parse(row.id),
    name: row.name,
    example: GoldenExample.parse(row.example),
    author: Actor.parse(row.author),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  }
}

/** All examples, the oldest first. */
export async function listPolicyExamples(tx: Transaction, shop: ShopDomain): Promise<PolicyExampleRecord[]> {
  const rows = await tx.policyExample.findMany({
    where: { shop },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(exampleRecord)
}

/** One example, null when there is none. */
export async function findPolicyExample(
  tx: Transaction,
  shop: ShopDomain,
  id: PolicyExampleId,
): Promise<PolicyExampleRecord | null> {
  const row = await tx.policyExample.findFirst({ where: { shop, id } })
  return row && exampleRecord(row)
}

/** Adds an example and answers its id. */
export async function addPolicyExample(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly name: string
    readonly example: GoldenExample
    readonly author: Actor
    readonly at: string
  },
): Promise<PolicyExampleId> {
  const { shop, name, at } = input
  const id = PolicyExampleId.parse(randomUUID())
  const json = { example: jsonColumn(input.example), author: jsonColumn(input.author) }
  await tx.policyExample.create({ data: { id, shop, name, ...json, createdAt: at, updatedAt: at } })
  return id
}

/** Puts another expectation in the place of an example's; the facts stay. */
export async function changePolicyExample(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly id: PolicyExampleId
    readonly example: GoldenExample
    readonly author: Actor
    readonly at: string
  },
): Promise<void> {
  const { shop, id, at } = input
  const json = { example: jsonColumn(input.example), author: jsonColumn(input.author) }
  await tx.policyExample.updateMany({ where: { shop, id }, data: { ...json, updatedAt: at } })
}

/** Removes an example, if there is one. */
export async function deletePolicyExample(
  tx: Transaction,
  shop: ShopDomain,
  id: PolicyExampleId,
): Promise<void> {
  await tx.policyExample.deleteMany({ where: { shop, id } })
}
