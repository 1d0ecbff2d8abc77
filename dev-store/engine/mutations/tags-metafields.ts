import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { parseGid } from '../ids.ts'
import { emitOrderUpdated } from '../money/order-updated.ts'
import { compareDigest, metafieldNamespace } from '../resolvers/metafields.ts'
import { sortTags } from '../resolvers/orders.ts'
import type { Metafield, TableName } from '../state.ts'
import { cleanTags, failure } from './inputs.ts'

const TAGGED: Record<string, TableName> = {
  Order: 'orders',
  Customer: 'customers',
  Product: 'products',
  DraftOrder: 'draftOrders',
}
const OWNERS: Record<string, TableName> = {
  ...TAGGED,
  ProductVariant: 'variants',
  AppInstallation: 'appInstallations',
}

type Tagged = { id: string; tags: string[]; updatedAt: string }
type Owner = { id: string; metafields: Metafield[]; updatedAt?: string }

/** Opens the order, customer, product or draft order behind an id for a change of its tags. */
const openTagged = (context: Context, id: string): Tagged | undefined => {
  const table = TAGGED[parseGid(id)?.type ?? '']
  // Every table of TAGGED holds entities with tags.
  return table && context.get(table, id) ? (context.edit(table, id) as Tagged) : undefined
}

const changeTags =
  (change: (known: string[], asked: string[]) => string[]) =>
  (_: unknown, args: { id: string; tags: string[] }, context: Context) => {
    const node = openTagged(context, args.id)
    if (!node)
      return {
        node: null,
        userErrors: [failure(['id'], `${parseGid(args.id)?.type ?? 'Resource'} does not exist`)],
      }
    const before = node.tags.join('\n')
    node.tags = change(node.tags, cleanTags(args.tags))
    if (node.tags.join('\n') !== before) {
      node.updatedAt = context.now
      const order = context.get('orders', args.id)
      if (order) emitOrderUpdated(context, order)
    }
    return { node, userErrors: [] }
  }

const openOwner = (context: Context, id: string): Owner | undefined => {
  const type = parseGid(id)?.type
  if (type === 'Shop') return context.shop.id === id ? context.edit('shops', context.shop.domain) : undefined
  const table = OWNERS[type ?? '']
  // Every table of OWNERS holds entities with metafields.
  return table && context.get(table, id) ? (context.edit(table, id) as Owner) : undefined
}

type SetInput = {
  ownerId: string
  namespace?: string | null
  key: string
  value: string
  type?: string | null
  compareDigest?: string | null
}
const LARGEST_SET = 25

const setProblem = (
  context: Context,
  owner: Owner | undefined,
  input: SetInput,
  i: number,
): (UserErrorValue & { elementIndex: number | null }) | undefined => {
  const at = (field: string, message: string, code: string) => ({
    ...failure(['metafields', String(i), field], message, code),
    elementIndex: null,
  })
  if (!owner) return at('ownerId', 'Owner does not exist', 'INVALID')
  if (input.key.length < 2) return at('key', 'Key is too short (minimum is 2 characters)', 'TOO_SHORT')
  if (input.value === '') return at('value', "Value can't be blank", 'BLANK')
  const namespace = metafieldNamespace(context, input.namespace)
  const known = owner.metafields.find((one) => one.namespace === namespace && one.key === input.key)
  if (!known && !input.type) {
    const defined = Object.values(context.state.tables.metafieldDefinitions).some(
      (one) => one.namespace === namespace && one.key === input.key,
    )
    if (!defined) return at('type', "Type can't be blank", 'BLANK')
  }
  if (
    input.compareDigest !== undefined &&
    (input.compareDigest ?? null) !== (known ? compareDigest(known) : null)
  ) {
    return {
      ...failure(
        ['metafields', String(i)],
        'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.',
        'STALE_OBJECT',
      ),
      elementIndex: null,
    }
  }
  return undefined
}

/** `metafieldsSet`: up to 25, all or none, with compare-and-swap on `compareDigest` (returns-api §4.7). */
const metafieldsSet = (_: unknown, { metafields: inputs }: { metafields: SetInput[] }, context: Context) => {
  if (inputs.length > LARGEST_SET) {
    const problem = {
      ...failure(
        ['metafields'],
        `Exceeded the maximum metafields input limit of ${LARGEST_SET}.`,
        'LESS_THAN_OR_EQUAL_TO',
      ),
      elementIndex: null,
    }
    return { metafields: null, userErrors: [problem] }
  }
  const written: Metafield[] = []
  for (const [i, input] of inputs.entries()) {
    const owner = openOwner(context, input.ownerId)
    const problem = setProblem(context, owner, input, i)
    if (problem || !owner) return { metafields: null, userErrors: problem ? [problem] : [] }
    const namespace = metafieldNamespace(context, input.namespace)
    let metafield = owner.metafields.find((one) => one.namespace === namespace && one.key === input.key)
    if (metafield)
      Object.assign(metafield, {
        value: input.value,
        type: input.type ?? metafield.type,
        updatedAt: context.now,
      })
    else {
      const defined = Object.values(context.state.tables.metafieldDefinitions).find(
        (one) => one.namespace === namespace && one.key === input.key,
      )
      metafield = {
        id: context.nextId('Metafield'),
        namespace,
        key: input.key,
        type: input.type ?? defined?.type ?? 'single_line_text_field',
        value: input.value,
        createdAt: context.now,
        updatedAt: context.now,
      }
      owner.metafields.push(metafield)
    }
    if (owner.updatedAt !== undefined) owner.updatedAt = context.now
    written.push(metafield)
  }
  return { metafields: written, userErrors: [] }
}

type DeleteInput = { ownerId: string; namespace: string; key: string }

const metafieldsDelete = (
  _: unknown,
  { metafields: inputs }: { metafields: DeleteInput[] },
  context: Context,
) => {
  const deletedMetafields = inputs.map((input) => {
    const owner = openOwner(context, input.ownerId)
    const namespace = metafieldNamespace(context, input.namespace)
    const at =
      owner?.metafields.findIndex((one) => one.namespace === namespace && one.key === input.key) ?? -1
    if (at < 0) return null
    owner?.metafields.splice(at, 1)
    return { ownerId: input.ownerId, namespace, key: input.key }
  })
  return { deletedMetafields, userErrors: [] }
}

export const tagAndMetafieldMutations: ResolverModule = {
  Mutation: {
    tagsAdd: changeTags((known, asked) => sortTags(cleanTags([...known, ...asked]))),
    tagsRemove: changeTags((known, asked) =>
      known.filter((tag) => !asked.some((one) => one.toLowerCase() === tag.toLowerCase())),
    ),
    metafieldsSet,
    metafieldsDelete,
  },
}
