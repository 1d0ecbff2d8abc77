import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import type { Location, Order } from '../state.ts'
import { failure } from './inputs.ts'

/** A location in REST's shape, as `locations/*` webhooks carry it. */
const locationBody = (location: Location, now: string) => ({
  id: legacyId(location.id),
  admin_graphql_api_id: location.id,
  name: location.name,
  active: location.isActive,
  legacy: false,
  address1: location.address1 ?? '',
  address2: '',
  city: location.city ?? '',
  zip: location.zip ?? '',
  province: location.provinceCode ?? '',
  province_code: location.provinceCode ?? '',
  country: location.countryCode,
  country_code: location.countryCode,
  country_name: location.country,
  phone: location.phone ?? '',
  created_at: location.createdAt,
  updated_at: now,
})

const locationActivate = (_: unknown, { locationId }: { locationId: string }, context: Context) => {
  const refuse = (problem: UserErrorValue) => ({ location: null, locationActivateUserErrors: [problem] })
  const known = context.get('locations', locationId)
  if (!known) return refuse(failure(['locationId'], 'Location not found.', 'LOCATION_NOT_FOUND'))
  if (known.isActive) return { location: known, locationActivateUserErrors: [] }
  const twin = Object.values(context.state.tables.locations).some(
    (one) => one.shop === known.shop && one.isActive && one.name.toLowerCase() === known.name.toLowerCase(),
  )
  if (twin)
    return refuse(
      failure(['locationId'], 'There is already an active location with this name.', 'HAS_NON_UNIQUE_NAME'),
    )
  const location = context.edit('locations', locationId)
  location.isActive = true
  location.deactivatedAt = null
  context.emit('locations/activate', locationBody(location, context.now))
  return { location, locationActivateUserErrors: [] }
}

const waitsAt = (order: Order, locationId: string): boolean =>
  order.fulfillmentOrders.some(
    (one) => one.assignedLocationId === locationId && one.status !== 'CLOSED' && one.status !== 'CANCELLED',
  )

const levelsAt = (context: Context, locationId: string) =>
  Object.values(context.state.tables.inventoryLevels).filter((one) => one.locationId === locationId)

type DeactivateArgs = { locationId: string; destinationLocationId?: string | null }

/** Messages are the texts of the error codes in the schema. */
const deactivationProblem = (
  context: Context,
  args: DeactivateArgs,
  waiting: Order[],
): UserErrorValue | undefined => {
  const { locationId, destinationLocationId } = args
  const location = context.get('locations', locationId)
  if (!location) return failure(['locationId'], 'Location not found.', 'LOCATION_NOT_FOUND')
  if (destinationLocationId === locationId)
    return failure(
      ['destinationLocationId'],
      'Destination location is the same as the location to be deactivated.',
      'DESTINATION_LOCATION_IS_THE_SAME_LOCATION',
    )
  if (destinationLocationId && context.get('locations', destinationLocationId)?.isActive !== true)
    return failure(
      ['destinationLocationId'],
      'Destination location is not found or inactive.',
      'DESTINATION_LOCATION_NOT_FOUND_OR_INACTIVE',
    )
  const others = Object.values(context.state.tables.locations).filter(
    (one) => one.shop === location.shop && one.isActive && one.id !== locationId,
  )
  if (!others.some((one) => one.fulfillsOnlineOrders))
    return failure(
      ['locationId'],
      'At least one location must fulfill online orders.',
      'CANNOT_DISABLE_ONLINE_ORDER_FULFILLMENT',
    )
  if (destinationLocationId) return undefined
  if (waiting.length > 0)
    return failure(
      ['locationId'],
      'Location could not be deactivated because it has pending orders.',
      'HAS_FULFILLMENT_ORDERS_ERROR',
    )
  return levelsAt(context, locationId).some((one) =>
    Object.values(one.quantities).some((count) => count !== 0),
  )
    ? failure(
        ['locationId'],
        'Location could not be deactivated without specifying where to relocate inventory at the location.',
        'HAS_ACTIVE_INVENTORY_ERROR',
      )
    : undefined
}

/** Stock and waiting parcels move to the destination. */
const relocate = (context: Context, from: string, to: string, waiting: Order[]): void => {
  for (const level of levelsAt(context, from)) {
    const key = context.index.levelKey(level.inventoryItemId, to)
    if (key === undefined) {
      const id = context.nextId('InventoryLevel')
      context.insert('inventoryLevels', id, {
        ...structuredClone(level),
        id,
        locationId: to,
        updatedAt: context.now,
      })
    } else {
      const target = context.edit('inventoryLevels', key)
      for (const [name, count] of Object.entries(level.quantities))
        target.quantities[name] = (target.quantities[name] ?? 0) + count
      target.updatedAt = context.now
    }
    const left = context.edit('inventoryLevels', level.id)
    left.quantities = Object.fromEntries(Object.keys(level.quantities).map((name) => [name, 0]))
    left.updatedAt = context.now
  }
  for (const { id } of waiting) {
    const order = context.edit('orders', id)
    for (const parcel of order.fulfillmentOrders)
      if (parcel.assignedLocationId === from && parcel.status !== 'CLOSED' && parcel.status !== 'CANCELLED') {
        parcel.assignedLocationId = to
        parcel.updatedAt = context.now
      }
  }
}

const locationDeactivate = (_: unknown, args: DeactivateArgs, context: Context) => {
  const known = context.get('locations', args.locationId)
  if (known?.isActive === false) return { location: known, locationDeactivateUserErrors: [] }
  const waiting = context.index
    .ordersOfShop(context.shop.domain)
    .filter((order) => waitsAt(order, args.locationId))
  const problem = deactivationProblem(context, args, waiting)
  if (problem) return { location: null, locationDeactivateUserErrors: [problem] }
  const location = context.edit('locations', args.locationId)
  if (args.destinationLocationId) relocate(context, location.id, args.destinationLocationId, waiting)
  location.isActive = false
  location.deactivatedAt = context.now
  if (location.isPrimary) {
    const heir = Object.values(context.state.tables.locations).find(
      (one) => one.shop === location.shop && one.isActive && one.fulfillsOnlineOrders,
    )
    if (heir) context.edit('locations', heir.id).isPrimary = true
    location.isPrimary = false
  }
  context.emit('locations/deactivate', locationBody(location, context.now))
  return { location, locationDeactivateUserErrors: [] }
}

export const locationMutations: ResolverModule = { Mutation: { locationActivate, locationDeactivate } }
