-- The ledger: one row for every step of money, appended in the transaction of the step, never changed, chained by hashes.
CREATE TABLE "LedgerEntry" (
    "shop" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "orderGid" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "returnId" UUID,
    "intentId" UUID,
    "purpose" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "refundGid" TEXT,
    "transactionGid" TEXT,
    "gateway" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("shop","sequence")
);
CREATE UNIQUE INDEX "LedgerEntry_shop_hash_key" ON "LedgerEntry"("shop", "hash");
CREATE INDEX "LedgerEntry_shop_orderGid_idx" ON "LedgerEntry"("shop", "orderGid");
CREATE INDEX "LedgerEntry_shop_intentId_idx" ON "LedgerEntry"("shop", "intentId");
CREATE INDEX "LedgerEntry_shop_returnId_idx" ON "LedgerEntry"("shop", "returnId");
CREATE INDEX "LedgerEntry_shop_at_idx" ON "LedgerEntry"("shop", "at");
CREATE INDEX "LedgerEntry_shop_kind_idx" ON "LedgerEntry"("shop", "kind");

-- What Shopify said of an order when its money was last compared, and what differs.
CREATE TABLE "OrderReconciliation" (
    "shop" TEXT NOT NULL,
    "orderGid" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,
    "transactions" JSONB NOT NULL,
    "differences" JSONB NOT NULL,
    "differenceCount" INTEGER NOT NULL,

    CONSTRAINT "OrderReconciliation_pkey" PRIMARY KEY ("shop","orderGid")
);
CREATE INDEX "OrderReconciliation_shop_differenceCount_idx" ON "OrderReconciliation"("shop", "differenceCount");

-- When the money of a shop was last looked through, and whether its chains held.
CREATE TABLE "MoneyCheck" (
    "shop" TEXT NOT NULL,
    "openCheckedAt" TIMESTAMPTZ(3),
    "allCheckedAt" TIMESTAMPTZ(3),
    "verifiedAt" TIMESTAMPTZ(3),
    "verifiedEntries" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "MoneyCheck_pkey" PRIMARY KEY ("shop")
);

-- Checks that hold whatever the code does.
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_kind_check" CHECK ("kind" IN ('reserved', 'done', 'released', 'failed', 'external', 'adjusted'));
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_amount_check" CHECK ("amountMinor" >= 0 OR "kind" = 'adjusted');
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_intent_check" CHECK ("intentId" IS NOT NULL OR "kind" IN ('external', 'adjusted'));
-- An intent reserves and releases its amount once (once more when a request that was given up arrived after all: the note
-- says so), and one movement of Shopify is booked once, whoever books it.
CREATE UNIQUE INDEX "LedgerEntry_reserved_once" ON "LedgerEntry" ("shop", "intentId", "kind", "note") WHERE "kind" IN ('reserved', 'released');
CREATE UNIQUE INDEX "LedgerEntry_moved_once" ON "LedgerEntry" ("shop", coalesce("refundGid", ''), coalesce("transactionGid", ''))
  WHERE "kind" IN ('done', 'external', 'failed') AND ("refundGid" IS NOT NULL OR "transactionGid" IS NOT NULL);

-- Row-level security, as for every other table with a shop.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['LedgerEntry', 'OrderReconciliation', 'MoneyCheck']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY one_shop ON %I TO homeward_app USING (shop = current_setting(''app.shop'', true)) WITH CHECK (shop = current_setting(''app.shop'', true))', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO homeward_app', tenant_table);
  END LOOP;
  GRANT UPDATE ON "OrderReconciliation", "MoneyCheck" TO homeward_app;
END
$$;

-- Append-only. The trigger stops the owner too.
CREATE TRIGGER "LedgerEntry_append_only" BEFORE UPDATE OR DELETE ON "LedgerEntry" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();

-- A row must continue the chain: without gaps, and on the hash of the row before it.
CREATE FUNCTION homeward_continue_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_sequence integer;
  last_hash text;
BEGIN
  SELECT "sequence", "hash" INTO last_sequence, last_hash FROM "LedgerEntry"
    WHERE "shop" = NEW."shop" ORDER BY "sequence" DESC LIMIT 1;
  IF NEW."sequence" <> coalesce(last_sequence, 0) + 1 OR NEW."previousHash" <> coalesce(last_hash, '') THEN
    RAISE EXCEPTION 'The ledger of % goes on at %, not at %', NEW."shop", coalesce(last_sequence, 0) + 1, NEW."sequence"
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "LedgerEntry_chained" BEFORE INSERT ON "LedgerEntry" FOR EACH ROW EXECUTE FUNCTION homeward_continue_ledger();

-- No intent without its entries: what was meant is reserved, what came to its end is booked, in the same transaction.
CREATE FUNCTION homeward_require_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  booked text[];
BEGIN
  SELECT coalesce(array_agg(DISTINCT "kind"), '{}') INTO booked FROM "LedgerEntry"
    WHERE "shop" = NEW."shop" AND "intentId" = NEW."id";
  IF NOT 'reserved' = ANY (booked)
    OR (NEW."state" = 'settled' AND NOT 'done' = ANY (booked))
    OR (NEW."state" = 'refused' AND NOT 'released' = ANY (booked))
    OR (NEW."state" = 'failed' AND NOT 'failed' = ANY (booked))
  THEN
    RAISE EXCEPTION 'The money intent % is % and the ledger does not say so', NEW."id", NEW."state" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "MoneyIntent_ledgered" AFTER INSERT OR UPDATE OF "state" ON "MoneyIntent"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION homeward_require_ledger();

-- Units of a line are paid once: no two refunds that stand may name the same unit, and none a unit that was not asked back.
-- The return's row is locked first, so that of two transactions at once the second sees what the first one wrote.
CREATE FUNCTION homeward_pay_units_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unit jsonb;
  asked integer;
BEGIN
  IF NEW."purpose" <> 'refund' OR jsonb_typeof(NEW."request"->'units') IS DISTINCT FROM 'array' THEN RETURN NEW; END IF;
  PERFORM 1 FROM "Return" WHERE "id" = NEW."returnId" FOR UPDATE;
  FOR unit IN SELECT * FROM jsonb_array_elements(NEW."request"->'units')
  LOOP
    SELECT "quantity" INTO asked FROM "ReturnLine" WHERE "id" = (unit->>'returnLineId')::uuid AND "returnId" = NEW."returnId";
    IF asked IS NULL OR (unit->>'from')::integer < 0 OR (unit->>'to')::integer > asked OR (unit->>'from')::integer >= (unit->>'to')::integer THEN
      RAISE EXCEPTION 'The units % were not asked back', unit USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
      SELECT 1 FROM "MoneyIntent" other, jsonb_array_elements(
        CASE jsonb_typeof(other."request"->'units') WHEN 'array' THEN other."request"->'units' ELSE '[]'::jsonb END
      ) taken
      WHERE other."shop" = NEW."shop" AND other."returnId" = NEW."returnId" AND other."id" <> NEW."id"
        AND other."purpose" = 'refund' AND other."state" NOT IN ('refused', 'failed')
        AND taken->>'returnLineId' = unit->>'returnLineId'
        AND (taken->>'from')::integer < (unit->>'to')::integer AND (unit->>'from')::integer < (taken->>'to')::integer
    ) THEN
      RAISE EXCEPTION 'The units % are paid for already', unit USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END
$$;
CREATE TRIGGER "MoneyIntent_units_once" BEFORE INSERT ON "MoneyIntent" FOR EACH ROW EXECUTE FUNCTION homeward_pay_units_once();

-- The timeline is chained too, per return. Rows from before have no hash; the first one with a hash begins the chain.
ALTER TABLE "Event" ADD COLUMN "previousHash" TEXT;
ALTER TABLE "Event" ADD COLUMN "hash" TEXT;

-- The sweep learns which shops are due for a look at their money: their name, zone, and whether they have the app.
CREATE POLICY every_shop ON "Shop" FOR SELECT TO homeward_sweep USING (true);
GRANT SELECT ("shop", "timeZone", "uninstalledAt") ON "Shop" TO homeward_sweep;
