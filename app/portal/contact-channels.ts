import type { ShopSettings } from '#app/context.server.ts'
import type { ContactChannels } from './contact-card.tsx'

/** How shoppers reach the shop, as the merchant set it. */
export function contactChannels({ portal, contactEmail }: ShopSettings): ContactChannels {
  const email = portal.replyTo || contactEmail
  return { email: email === '' ? null : email, phone: portal.phone, hours: portal.hours }
}
