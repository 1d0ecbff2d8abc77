import type pg from 'pg'
import type { Observation } from './observation.ts'

const tables = {
  returns: '"Return"',
  lines: '"ReturnLine"',
  intents: '"MoneyIntent"',
  events: '"Event"',
  jobs: '"OutboxJob"',
  deliveries: '"WebhookDelivery"',
  changes: 'rig.change',
  ledger: '"LedgerEntry"',
  limits: '"LimitEntry"',
  approvals: '"MoneyApproval"',
} as const

const orders: Record<keyof typeof tables, string> = {
  returns: '"requestedAt", id',
  lines: '"returnId", position',
  intents: '"createdAt", id',
  events: '"returnId", sequence',
  jobs: '"createdAt", id',
  deliveries: '"receivedAt", id',
  changes: 'number',
  ledger: 'shop, sequence',
  limits: 'at, "intentId"',
  approvals: '"createdAt", id',
}

const query = `select json_build_object(${Object.entries(tables)
  .map(
    ([name, table]) =>
      `'${name}', (select coalesce(json_agg(to_jsonb(r) order by ${orders[name as keyof typeof tables]}), '[]'::json) from ${table} r)`,
  )
  .join(', ')}) as rows`

/** Reads the app's rows in one statement: one moment, whatever else goes on. */
export async function readRows(client: pg.Client): Promise<Observation['rows']> {
  const answer = await client.query<{ rows: Observation['rows'] }>(query)
  const rows = answer.rows[0]?.rows
  if (rows === undefined) throw new Error('The rows could not be read')
  return rows
}

/** Columns whose every change is kept: states, and what must never change. */
const watched = {
  Return: ['status', 'decision', 'policyVersion', 'submissionKey'],
  MoneyIntent: ['state', 'amountMinor', 'currency', 'requestHash', 'sendCount'],
} as const

/**
 * Puts the rig's own triggers beside the app's tables, in a schema of their own: each change of a watched column becomes a
 * row. They run as the owner, so that the app's plain role needs no right for them.
 */
export async function watchTables(client: pg.Client): Promise<void> {
  await client.query(`
    create schema if not exists rig;
    create table if not exists rig.change (
      number bigserial primary key, "table" text not null, "row" text not null, "column" text not null,
      before text, after text, "boundTo" text, shop text not null);
    create or replace function rig.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
    declare old_row jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
      new_row jsonb := to_jsonb(new); name text;
    begin
      foreach name in array tg_argv loop
        if old_row -> name is distinct from new_row -> name then
          insert into rig.change ("table", "row", "column", before, after, "boundTo", shop)
          values (tg_table_name, new_row ->> 'id', name, old_row ->> name, new_row ->> name,
            nullif(current_setting('app.shop', true), ''), new_row ->> 'shop');
        end if;
      end loop;
      return null;
    end $$;
    grant usage on schema rig to public;`)
  for (const [table, columns] of Object.entries(watched)) {
    await client.query(`drop trigger if exists rig_note on "${table}"`)
    await client.query(
      `create trigger rig_note after insert or update on "${table}" for each row execute function rig.note(${columns
        .map((column) => `'${column}'`)
        .join(', ')})`,
    )
  }
}
