import pino from 'pino'
import { env } from './env.server.ts'

/** Names of values that never reach a log, wherever they stand. Addresses and names of people are not logged in the first place. */
const secrets = [
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'id_token',
  'sessionToken',
  'session_token',
  'signature',
  'hmac',
  'authorization',
  'password',
  'email',
]

/** JSON lines on stdout. Log ids, kinds and numbers: shop, job, return id, milliseconds, outcome. */
export const log = pino({
  level: env.LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
  serializers: { error: describeError },
})

/** An error as its name, message and where it came from; causes included, attached data (which may be personal) not. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: hideTokens(String(error)) }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return {
    name: error.name,
    message: hideTokens(error.message),
    stack: hideTokens(error.stack ?? ''),
    ...cause,
  }
}

/** Libraries write tokens into their messages: session tokens (three base64url parts) and Shopify's own. */
export function hideTokens(text: string): string {
  return text
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]')
    .replaceAll(/\bshp(at|ss|ca|rt)_\w+/g, '[token]')
    .replaceAll(/([?&](?:hmac|signature|id_token)=)[^&\s"]+/g, '$1[hidden]')
}
