-- Requests of privacy law are worked off: what is known of a person is emptied where money or history hangs on the row, and deleted
-- elsewhere; a shop that left is deleted whole. A role of its own does what nobody else may, and triggers say how far it may go.

ALTER TABLE "ComplianceRequest" ADD COLUMN "result" JSONB;
ALTER TABLE "Return" ADD COLUMN "redactedAt" TIMESTAMPTZ(3);
-- An emptied row keeps its place in its chain by the hash of what it was; this one is over what it is now.
ALTER TABLE "Event" ADD COLUMN "redactedAt" TIMESTAMPTZ(3), ADD COLUMN "redactedHash" TEXT;
ALTER TABLE "LedgerEntry" ADD COLUMN "redactedAt" TIMESTAMPTZ(3), ADD COLUMN "redactedHash" TEXT;
ALTER TABLE "LimitEntry" ADD COLUMN "redactedAt" TIMESTAMPTZ(3);
ALTER TABLE "MoneyIntent" ADD COLUMN "redactedAt" TIMESTAMPTZ(3);
ALTER TABLE "MoneyApproval" ADD COLUMN "redactedAt" TIMESTAMPTZ(3);

-- Roles belong to the whole server: another database of it may have made this one already.
DO $$
BEGIN
  BEGIN
    CREATE ROLE homeward_eraser NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT homeward_eraser TO %I', current_user);
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO homeward_eraser', current_schema());
END
$$;

-- It sees and deletes rows of the one shop that its transaction is bound to, in every table that there is.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attname = 'shop' AND c.relrowsecurity
  LOOP
    EXECUTE format('CREATE POLICY erased_shop ON %I TO homeward_eraser USING (shop = current_setting(''app.shop'', true)) WITH CHECK (shop = current_setting(''app.shop'', true))', tenant_table);
    EXECUTE format('GRANT SELECT, DELETE ON %I TO homeward_eraser', tenant_table);
  END LOOP;
END
$$;
-- The record of what was erased stays.
REVOKE DELETE ON "ComplianceRequest" FROM homeward_eraser;

GRANT UPDATE ("data", "redactedAt", "redactedHash") ON "Event" TO homeward_eraser;
GRANT UPDATE ("note", "redactedAt", "redactedHash") ON "LedgerEntry" TO homeward_eraser;
GRANT UPDATE ("buyerKey", "redactedAt") ON "LimitEntry" TO homeward_eraser;
GRANT UPDATE ("request", "requestHash", "report", "redactedAt") ON "MoneyIntent" TO homeward_eraser;
GRANT UPDATE ("request", "requestHash", "note", "redactedAt") ON "MoneyApproval" TO homeward_eraser;

-- Whether a value is what it was, or less: a text may lose its end or all of it, an object keeps its keys. Numbers, and so amounts, stay.
CREATE FUNCTION homeward_only_shortened(was jsonb, is_now jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  part text;
BEGIN
  IF was IS NOT DISTINCT FROM is_now THEN RETURN true; END IF;
  IF was IS NULL OR is_now IS NULL OR jsonb_typeof(was) <> jsonb_typeof(is_now) THEN RETURN false; END IF;
  IF jsonb_typeof(was) = 'string' THEN RETURN starts_with(was #>> '{}', is_now #>> '{}'); END IF;
  IF jsonb_typeof(was) <> 'object' THEN RETURN false; END IF;
  IF (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(was) key)
    IS DISTINCT FROM (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(is_now) key) THEN RETURN false; END IF;
  FOR part IN SELECT jsonb_object_keys(was) LOOP
    IF NOT homeward_only_shortened(was -> part, is_now -> part) THEN RETURN false; END IF;
  END LOOP;
  RETURN true;
END
$$;

-- Whether a row is emptied of a person, once, and of nothing else: `texts` may get shorter, `computed` follows from them.
CREATE FUNCTION homeward_only_redacts(was jsonb, is_now jsonb, texts text[], computed text[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  part text;
BEGIN
  IF current_user <> 'homeward_eraser' OR was ->> 'redactedAt' IS NOT NULL OR is_now ->> 'redactedAt' IS NULL THEN RETURN false; END IF;
  FOR part IN SELECT jsonb_object_keys(was) LOOP
    IF part = ANY (texts) THEN
      IF NOT homeward_only_shortened(was -> part, is_now -> part) THEN RETURN false; END IF;
    ELSIF part <> ALL (computed || ARRAY['redactedAt', 'redactedHash']) AND was -> part IS DISTINCT FROM is_now -> part THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN true;
END
$$;

-- Whether Shopify asked to erase a shop that does not have the app (any more), and that is not done yet.
CREATE FUNCTION homeward_may_erase(of_shop text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_user = 'homeward_eraser'
    AND EXISTS (SELECT 1 FROM "ComplianceRequest" WHERE "shop" = of_shop AND "topic" = 'shop/redact' AND "doneAt" IS NULL)
    AND NOT EXISTS (SELECT 1 FROM "Shop" WHERE "shop" = of_shop AND "uninstalledAt" IS NULL)
$$;

CREATE OR REPLACE FUNCTION homeward_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND homeward_may_erase(OLD."shop") THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME IN ('Event', 'LedgerEntry', 'LimitEntry')
    AND homeward_only_redacts(to_jsonb(OLD), to_jsonb(NEW), ARRAY['data', 'note', 'buyerKey'], '{}') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'Rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- Tables that nobody could delete from so far, by a right or a trigger: the eraser only a shop that left.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['Shop', 'OrderReconciliation', 'MoneyCheck', 'PaymentSafety']
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change()', tenant_table || '_not_deleted', tenant_table);
  END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION homeward_keep_money_intent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF homeward_only_redacts(to_jsonb(OLD), to_jsonb(NEW), ARRAY['request', 'report'], ARRAY['requestHash']) THEN RETURN NEW; END IF;
  IF (NEW."id", NEW."shop", NEW."returnId", NEW."purpose", NEW."unitsKey", NEW."method", NEW."amountMinor", NEW."currency", NEW."request"::text, NEW."requestHash", NEW."correlation", NEW."createdAt", NEW."redactedAt")
    IS DISTINCT FROM
     (OLD."id", OLD."shop", OLD."returnId", OLD."purpose", OLD."unitsKey", OLD."method", OLD."amountMinor", OLD."currency", OLD."request"::text, OLD."requestHash", OLD."correlation", OLD."createdAt", OLD."redactedAt")
  THEN
    RAISE EXCEPTION 'A money intent keeps its amount, units and request' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION homeward_keep_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF homeward_only_redacts(to_jsonb(OLD), to_jsonb(NEW), ARRAY['request', 'note'], ARRAY['requestHash']) THEN RETURN NEW; END IF;
  IF (NEW."id", NEW."shop", NEW."returnId", NEW."request"::text, NEW."requestHash", NEW."amountMinor", NEW."currency", NEW."requestedById", NEW."createdAt", NEW."redactedAt")
    IS DISTINCT FROM
     (OLD."id", OLD."shop", OLD."returnId", OLD."request"::text, OLD."requestHash", OLD."amountMinor", OLD."currency", OLD."requestedById", OLD."createdAt", OLD."redactedAt")
  THEN
    RAISE EXCEPTION 'An approval keeps the request that it is about' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD."state" <> 'waiting' THEN
    RAISE EXCEPTION 'An approval is decided once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
