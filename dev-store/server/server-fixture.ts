import http from 'node:http'
import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { createClock, createEngine } from '../engine/engine.ts'
import type { Engine } from '../engine/engine.ts'
import { FIXTURE_NOW, FIXTURE_SHOP, fixtureEngine } from '../storefront/storefront-fixture.ts'
import type { AppConfig } from './app-config.ts'
import { readAppConfig } from './app-config.ts'
import { closer, listen, readBody } from './http.ts'
import { deployApp, installApp } from './installs.ts'

export { FIXTURE_NOW, FIXTURE_SHOP } from '../storefront/storefront-fixture.ts'

export type InstalledApp = { engine: Engine; config: AppConfig; appId: string }

/** For tests: the real engine over a shop of its own at a frozen time, with the app deployed and installed. */
export function installedApp(changes: Partial<AppConfig> = {}): InstalledApp {
  const realNow = Date.parse(FIXTURE_NOW)
  const engine = createEngine({ clock: createClock(0, () => realNow), state: fixtureEngine().state })
  const config = { ...readAppConfig({}), ...changes }
  const appId = deployApp(engine, config)
  installApp(engine, { appId, shop: FIXTURE_SHOP, config })
  return { engine, config, appId }
}

export type Received = { path: string; headers: IncomingHttpHeaders; body: string }

/** A server that keeps what it is sent and answers what `answer` says for the nth request (from 0). */
export async function receiver(answer: (n: number) => number = () => 200) {
  const received: Received[] = []
  const listener: RequestListener = (req, res) => {
    void readBody(req).then((body) => {
      received.push({ path: req.url ?? '', headers: req.headers, body: body.toString('utf8') })
      const status = answer(received.length - 1)
      // 0 stands for an app that never answers.
      if (status !== 0) res.writeHead(status).end()
    })
  }
  const server = http.createServer(listener)
  const close = closer(server)
  return { received, url: `http://127.0.0.1:${await listen(server, 0)}`, close }
}
