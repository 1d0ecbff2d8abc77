/** The one Admin API version of the app. `shopify.app.toml`, `.graphqlrc.ts` and the dev store agree with it by test. */
export const apiVersion = '2026-10'
