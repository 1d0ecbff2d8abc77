import { z } from 'zod'
import { operations } from './operations.server.ts'
import { ApiError, apiVersion } from './schemas.ts'

/** The statuses of refusals; every one has the same body. */
const refusals = {
  400: 'Not signed by the shop’s app proxy.',
  401: 'Neither signed nor from a browser.',
  403: 'The origin or a token is not valid here.',
  404: 'There is no such thing, or it is not yours to see.',
  405: 'Asked in another way.',
  409: 'Something changed since it was shown.',
  413: 'Too large.',
  422: 'Something in the request is wrong; see `fields`.',
  424: 'The shop does not answer.',
  429: 'Too many attempts; see `Retry-After`.',
} as const

/** The OpenAPI 3.1 document of this version, made from the schemas that requests are read and answers are tested by. */
export function openApiDocument(): object {
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Homeward returns portal',
      version: apiVersion,
      description:
        'The shopper’s side of returns for headless storefronts: the same decisions and amounts as the pages of the portal. Every operation is a POST of JSON. Tokens are opaque; put them into no address.',
    },
    servers: [
      {
        url: 'https://{shop}/apps/returns/api/2026-10',
        description: 'Through the shop’s app proxy, from its own pages. Merchants may have moved the path.',
        variables: { shop: { default: 'shop.example' } },
      },
      {
        url: 'https://{app}/portal/api/2026-10',
        description:
          'Straight to the app, from the browser, on origins that the shop has allowed; with `?shop=` on every request.',
        variables: { app: { default: 'returns.example' } },
      },
    ],
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, { takes, answers, summary }]) => [
        `/${path}`,
        {
          post: {
            operationId: path.replace(/\/(\w)/g, (_, letter: string) => letter.toUpperCase()),
            summary,
            parameters: [
              {
                name: 'shop',
                in: 'query',
                required: false,
                description: 'The shop’s permanent domain; only where the app itself is asked.',
                schema: { type: 'string' },
              },
            ],
            requestBody: {
              required: true,
              content: { 'application/json': { schema: jsonSchema(takes, 'input') } },
            },
            responses: {
              200: {
                description: 'Done.',
                content: { 'application/json': { schema: jsonSchema(answers, 'output') } },
              },
              ...Object.fromEntries(
                Object.entries(refusals).map(([status, description]) => [
                  status,
                  { description, content: error },
                ]),
              ),
            },
          },
        },
      ]),
    ),
    components: { schemas: { Error: jsonSchema(ApiError, 'output') } },
  }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' })
  return made
}
