import { hkdfSync } from 'node:crypto'
import { z } from 'zod'

/** Credentials of the local dev store. Everybody knows them: production refuses them unless it is the demo. */
const demo = {
  apiKey: 'homeward-demo-key',
  apiSecret: 'homeward-demo-secret-0123456789abcdef',
  encryptionKey: Buffer.alloc(32, 'demo').toString('base64'),
}

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1')
const text = z.string().trim().min(1)

/** 32 bytes in base64, with an id in front where keys are rotated: `2026-11:…`. The first is used for writing. */
const EncryptionKeys = text.transform((value, context) => {
  const keys = value.split(',').map((part) => {
    const [id, key] = part.includes(':') ? part.split(':', 2) : ['1', part]
    return { id: id ?? '', key: Buffer.from(key ?? '', 'base64') }
  })
  if (keys.some(({ id, key }) => id === '' || key.length !== 32))
    context.addIssue({ code: 'custom', message: 'must be 32 bytes in base64 (openssl rand -base64 32)' })
  return keys
})

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: text.default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  SHOPIFY_API_KEY: text,
  SHOPIFY_API_SECRET: text,
  /** The secret before a rotation: webhooks may still be signed with it for an hour. */
  SHOPIFY_API_SECRET_PREVIOUS: text.optional(),
  SHOPIFY_APP_URL: z.url(),
  ENCRYPTION_KEY: EncryptionKeys,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  HOMEWARD_DATA_DIR: text.default('.data/app'),
  ALLOW_EMBEDDED_DB: flag,
  HOMEWARD_DEMO: flag,
  /** `embedded`: this process also works jobs. `off`: `npm run worker` does. */
  HOMEWARD_WORKER: z.enum(['embedded', 'off']).default('embedded'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: text,
  /** `1`: no money moves in any shop until the process starts without it. `npm run money -- stop` needs no restart. */
  MONEY_STOPPED: flag,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** How long two equal reads must lie apart before a refund of unknown outcome may be sent again. */
  REFUND_RECHECK_SECONDS: z.coerce.number().int().min(60).max(86_400).default(60),
  /** How long a worker may be silent before another one may take its job. Longer than a payment may rest on its figures (5 s). */
  JOB_LEASE_SECONDS: z.coerce.number().int().min(6).max(600).default(30),
  /** Longest wait for one answer of Shopify; then nobody knows what became of the call. */
  SHOPIFY_TIMEOUT_SECONDS: z.coerce.number().min(1).max(120).default(20),
})
export type Environment = z.infer<typeof Environment>

/**
 * Reads and checks the environment. Throws one sentence per problem. Outside production what is missing comes from the
 * local demo; in production nothing is made up, and secrets that everybody knows are refused.
 */
export function parseEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  )
  const fallbacks = {
    SHOPIFY_API_KEY: demo.apiKey,
    SHOPIFY_API_SECRET: demo.apiSecret,
    SHOPIFY_APP_URL: 'http://localhost:3000',
    ENCRYPTION_KEY: demo.encryptionKey,
    SMTP_URL: 'smtp://127.0.0.1:1025',
    MAIL_FROM: 'Homeward <returns@localhost>',
  }
  const parsed = Environment.safeParse(given.NODE_ENV === 'production' ? given : { ...fallbacks, ...given })
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is not complete.\n${problems.join('\n')}`)
  }
  refuseWhatIsNotSafe(parsed.data)
  return parsed.data
}

function refuseWhatIsNotSafe(env: Environment): void {
  if (env.NODE_ENV !== 'production' || env.HOMEWARD_DEMO) return
  const isKnown =
    env.SHOPIFY_API_SECRET === demo.apiSecret ||
    env.ENCRYPTION_KEY.some(({ key }) => key.toString('base64') === demo.encryptionKey)
  if (isKnown)
    throw new Error(
      'SHOPIFY_API_SECRET or ENCRYPTION_KEY is the one of the demo. Set your own (or HOMEWARD_DEMO=1 for the demo).',
    )
  if (!env.SHOPIFY_APP_URL.startsWith('https://'))
    throw new Error('SHOPIFY_APP_URL must begin with https:// in production.')
  if (!env.DATABASE_URL && !env.ALLOW_EMBEDDED_DB)
    throw new Error(
      'Set DATABASE_URL to a PostgreSQL database. The embedded database is for one process and does not survive a power cut; ALLOW_EMBEDDED_DB=1 accepts that.',
    )
}

export const env = parseEnvironment(process.env)

/** A key for one purpose, derived from the app's secret: signed links and forms. Changes with the secret. */
export function secretFor(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', env.SHOPIFY_API_SECRET, '', purpose, 32))
}
