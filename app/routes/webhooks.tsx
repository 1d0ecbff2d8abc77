import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { receiveWebhook } from '#app/webhooks/receive-webhook.server.ts'

export const action = ({ request }: ActionFunctionArgs) => receiveWebhook(request)
export const loader = ({ request }: LoaderFunctionArgs) => receiveWebhook(request)
