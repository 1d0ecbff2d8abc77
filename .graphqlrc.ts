import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { pluckConfig } from '@shopify/api-codegen-preset'

/** The same version that the app asks for (app/shopify/api-version.ts); a test holds the two together. */
const version = '2026-10'
const packed = `.cache/schema/admin_${version}.json.gz`
const schema = `.cache/schema/admin_${version}.codegen.json`

// The code generator wants the introspection unpacked and without its wrapper's other keys.
if (existsSync(packed) && (!existsSync(schema) || statSync(schema).mtimeMs < statSync(packed).mtimeMs)) {
  // The packed file's shape is `{ data: { __schema }, offline_scopes }`: it comes from Shopify's own package.
  const introspection = JSON.parse(gunzipSync(readFileSync(packed)).toString('utf8')) as { data: unknown }
  mkdirSync('.cache/schema', { recursive: true })
  writeFileSync(schema, JSON.stringify(introspection.data))
}

const documents = ['app/shopify/*.server.ts']
const scalars = Object.fromEntries(
  'ARN BigInt Color Date DateTime Decimal FormattedString HTML ISO8601Date Money StorefrontID URL UnsignedInt64 UtcOffset'
    .split(' ')
    .map((name) => [name, 'string']),
)

/** For editors, and for `npm run codegen`, which also drops the types that no operation uses (scripts/codegen.ts). */
export default {
  schema,
  documents,
  extensions: {
    codegen: {
      pluckConfig,
      generates: {
        'app/types/admin.generated.ts': {
          schema,
          documents,
          plugins: ['typescript', 'typescript-operations'],
          config: {
            onlyOperationTypes: true,
            enumsAsTypes: true,
            immutableTypes: true,
            skipTypename: true,
            avoidOptionals: { field: true, inputValue: false, object: true },
            strictScalars: true,
            scalars: { ...scalars, JSON: 'unknown' },
          },
        },
      },
    },
  },
}
