import { readFileSync } from 'node:fs'
import { ApiVersion } from '@shopify/shopify-app-remix/server'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { apiVersion } from '#app/shopify/api-version.ts'
import { complianceTopics, topics } from './index.ts'

const Configuration = z.object({
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z.array(
      z.object({
        uri: z.string(),
        topics: z.array(z.string()).default([]),
        compliance_topics: z.array(z.string()).default([]),
      }),
    ),
  }),
  app_proxy: z.object({ url: z.url() }),
})
const { webhooks } = Configuration.parse(parse(readFileSync('shopify.app.toml', 'utf8')))

test('shopify.app.toml subscribes to exactly the topics of the table', () => {
  expect(webhooks.subscriptions.flatMap((each) => each.topics).sort()).toEqual(Object.keys(topics).sort())
  expect(webhooks.subscriptions.flatMap((each) => each.compliance_topics).sort()).toEqual(
    Object.keys(complianceTopics).sort(),
  )
  expect(new Set(webhooks.subscriptions.map((each) => each.uri))).toEqual(new Set(['/webhooks']))
})

test("the API version is one: the app's, shopify.app.toml's, the library's, the code generator's and the dev store's", () => {
  expect(webhooks.api_version).toBe(apiVersion)
  expect(ApiVersion.October26).toBe(apiVersion)
  expect(readFileSync('.graphqlrc.ts', 'utf8')).toContain(`const version = '${apiVersion}'`)
  expect(readFileSync('dev-store/engine/schema.ts', 'utf8')).toContain(`'${apiVersion}'`)
})
