import { z } from 'zod'

const gid = (type: string) => z.string().regex(new RegExp(`^gid://shopify/${type}/[A-Za-z0-9-]+$`))

/** A shop's permanent domain, lower case: `name.myshopify.com`. It is the tenant key of every row. */
export const ShopDomain = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/)
  .brand('ShopDomain')
export type ShopDomain = z.infer<typeof ShopDomain>

/** Our own id of a return (UUID). Shopify's return is a `ShopifyReturnGid`. */
export const ReturnId = z.uuid().brand('ReturnId')
export type ReturnId = z.infer<typeof ReturnId>

export const OrderGid = gid('Order').brand('OrderGid')
export type OrderGid = z.infer<typeof OrderGid>

export const LineItemGid = gid('LineItem').brand('LineItemGid')
export type LineItemGid = z.infer<typeof LineItemGid>

export const FulfillmentLineItemGid = gid('FulfillmentLineItem').brand('FulfillmentLineItemGid')
export type FulfillmentLineItemGid = z.infer<typeof FulfillmentLineItemGid>

export const ShopifyReturnGid = gid('Return').brand('ShopifyReturnGid')
export type ShopifyReturnGid = z.infer<typeof ShopifyReturnGid>

export const CustomerGid = gid('Customer').brand('CustomerGid')
export type CustomerGid = z.infer<typeof CustomerGid>
