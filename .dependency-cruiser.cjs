/** The import rules of docs/architecture.md: routes → use-cases → jobs → notifications → { shopify, db, mail, labels } → domain. */
const order = ['routes', 'use-cases', 'jobs', 'notifications', 'adapters', 'domain']
const folders = {
  routes: '^app/(routes|portal|components|webhooks)/',
  'use-cases': '^app/use-cases/',
  jobs: '^app/jobs/',
  notifications: '^app/notifications/',
  adapters: '^app/(shopify|db|mail|labels)/',
  domain: '^app/domain/',
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...order.slice(1).map((layer, index) => ({
      name: `${layer}-looks-only-down`,
      comment: 'Arrows point one way: an inner layer never imports an outer one.',
      severity: 'error',
      from: { path: folders[layer], pathNot: '\\.test\\.tsx?$' },
      to: {
        path: order
          .slice(0, index + 1)
          .map((outer) => folders[outer])
          .join('|'),
      },
    })),
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^app/domain/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot:
          '^app/domain/|^node_modules/(zod|dinero\\.js|temporal-polyfill|temporal-spec|temporal-utils)/',
      },
    },
    {
      name: 'components-stay-in-the-browser',
      severity: 'error',
      from: { path: '^app/components/' },
      to: { path: '\\.server\\.tsx?$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'dev-store-shares-nothing',
      comment: 'It must not share our mistakes.',
      severity: 'error',
      from: { path: '^dev-store/' },
      to: { path: '^(app|extensions|prisma)/' },
    },
    {
      name: 'nobody-in-production-knows-the-dev-store',
      severity: 'error',
      from: { path: '^(app/|server\\.ts)', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(dev-store|tests|scripts|bench)/' },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      from: { path: '^(app/|server\\.ts)', pathNot: '\\.test\\.tsx?$' },
      // Vite is loaded by `npm run dev` alone.
      to: { dynamic: false, dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|\\./build/|#app/types/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.cache|^build/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
