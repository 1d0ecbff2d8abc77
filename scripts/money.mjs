// npm run money -- status | stop "reason" | start: the operator's switch for the payments of every shop of this
// installation. The processes that run need no restart: they read it before each payment. DATABASE_URL says where.
import pg from 'pg'

const usage = 'npm run money -- status | stop "reason" | start'

/** @param {pg.Client} client @param {string | undefined} command @param {string} reason */
async function run(client, command, reason) {
  if (command === 'stop') {
    // The first reason and time stay: stopping twice is no error.
    await client.query(
      `insert into "OperatorSwitch" (name, "stoppedAt", reason) values ('money', now(), $1)
       on conflict (name) do update set "stoppedAt" = now(), reason = $1 where "OperatorSwitch"."stoppedAt" is null`,
      [reason],
    )
  } else if (command === 'start') {
    await client.query(`update "OperatorSwitch" set "stoppedAt" = null, reason = '' where name = 'money'`)
  } else if (command !== 'status') throw new Error(usage)
  const { rows } = await client.query(
    `select "stoppedAt", reason from "OperatorSwitch" where name = 'money' and "stoppedAt" is not null`,
  )
  const [stopped] = rows
  return stopped ? { money: 'stopped', since: stopped.stoppedAt, reason: stopped.reason } : { money: 'moves' }
}

async function main() {
  const [command, ...words] = process.argv.slice(2)
  const connectionString = process.env.DATABASE_URL
  if (!connectionString)
    throw new Error(
      'Set DATABASE_URL to the PostgreSQL database of this installation. With the embedded database, restart the app with MONEY_STOPPED=1.',
    )
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    process.stdout.write(`${JSON.stringify(await run(client, command, words.join(' ')))}\n`)
  } finally {
    await client.end()
  }
}

main().catch((/** @type {unknown} */ error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
