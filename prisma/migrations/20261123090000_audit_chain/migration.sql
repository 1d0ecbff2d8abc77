-- The shop's log of payment safety is chained as the ledger is: numbered without gaps, each entry on the hash of the one before.
-- Entries from before have no number; the first one with a number begins the chain.
ALTER TABLE "AuditEntry" ADD COLUMN "sequence" INTEGER;
ALTER TABLE "AuditEntry" ADD COLUMN "previousHash" TEXT;
ALTER TABLE "AuditEntry" ADD COLUMN "hash" TEXT;
CREATE UNIQUE INDEX "AuditEntry_shop_sequence_key" ON "AuditEntry"("shop", "sequence");

CREATE FUNCTION homeward_continue_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_sequence integer;
  last_hash text;
BEGIN
  SELECT "sequence", "hash" INTO last_sequence, last_hash FROM "AuditEntry"
    WHERE "shop" = NEW."shop" AND "sequence" IS NOT NULL ORDER BY "sequence" DESC LIMIT 1;
  IF NEW."sequence" IS DISTINCT FROM coalesce(last_sequence, 0) + 1 OR NEW."hash" IS NULL
    OR NEW."previousHash" IS DISTINCT FROM coalesce(last_hash, '')
  THEN
    RAISE EXCEPTION 'The log of % goes on at %, not at %', NEW."shop", coalesce(last_sequence, 0) + 1, NEW."sequence"
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "AuditEntry_chained" BEFORE INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION homeward_continue_audit();

-- How long the log was when it was last verified: one that lost its end shows no other trace.
ALTER TABLE "MoneyCheck" ADD COLUMN "verifiedAudit" INTEGER NOT NULL DEFAULT 0;

-- People of a shop are forgotten with it.
GRANT DELETE ON "StaffRole" TO homeward_app;
