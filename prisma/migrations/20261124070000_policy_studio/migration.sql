-- A version may be published today and come into force later. The version in force at an instant is the last one whose
-- "inForceFrom" has come and that was not withdrawn before it came.
ALTER TABLE "PolicyVersion" ADD COLUMN "inForceFrom" TIMESTAMPTZ(3);
-- Not an UPDATE: published versions never change (a trigger refuses it), and the owner of the tables sees no rows. This rewrites the table.
ALTER TABLE "PolicyVersion" ALTER COLUMN "inForceFrom" TYPE TIMESTAMPTZ(3) USING "publishedAt";
-- The older version that was published anew, and who decided where two people are wanted.
ALTER TABLE "PolicyVersion" ADD COLUMN "restores" INTEGER;
ALTER TABLE "PolicyVersion" ADD COLUMN "approvedBy" JSONB;
CREATE INDEX "PolicyVersion_shop_inForceFrom_idx" ON "PolicyVersion"("shop", "inForceFrom");

CREATE FUNCTION homeward_version_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."inForceFrom" IS NULL THEN
    NEW."inForceFrom" := NEW."publishedAt";
  END IF;
  IF NEW."inForceFrom" < NEW."publishedAt" THEN
    RAISE EXCEPTION 'A version is not in force before it was published' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "PolicyVersion_in_force" BEFORE INSERT ON "PolicyVersion" FOR EACH ROW EXECUTE FUNCTION homeward_version_in_force();

-- A version that was taken back before it came into force. It keeps its number and never judges an order.
CREATE TABLE "PolicyWithdrawal" (
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "by" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PolicyWithdrawal_pkey" PRIMARY KEY ("shop","number")
);

CREATE FUNCTION homeward_withdraw_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM "PolicyVersion" v WHERE v."shop" = NEW."shop" AND v."number" = NEW."number" AND v."inForceFrom" > NEW."at"
  ) THEN
    RAISE EXCEPTION 'A version that came into force stays' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "PolicyWithdrawal_in_time" BEFORE INSERT ON "PolicyWithdrawal" FOR EACH ROW EXECUTE FUNCTION homeward_withdraw_in_time();
CREATE TRIGGER "PolicyWithdrawal_append_only" BEFORE UPDATE OR DELETE ON "PolicyWithdrawal" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();

-- A version that waits for a second person: the policy as it was asked for, with its hash.
CREATE TABLE "PolicyApproval" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "policyHash" TEXT NOT NULL,
    "basedOn" INTEGER NOT NULL,
    "restores" INTEGER,
    "inForceFrom" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL,
    "requestedById" TEXT NOT NULL,
    "requestedBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedById" TEXT,
    "decidedBy" JSONB,
    "decidedAt" TIMESTAMPTZ(3),
    "answer" TEXT,
    "published" INTEGER,

    CONSTRAINT "PolicyApproval_pkey" PRIMARY KEY ("id")
);
-- One at a time: two that wait would each undo the other.
CREATE UNIQUE INDEX "PolicyApproval_one_waiting" ON "PolicyApproval"("shop") WHERE "state" = 'waiting';
CREATE INDEX "PolicyApproval_shop_createdAt_idx" ON "PolicyApproval"("shop", "createdAt");

CREATE FUNCTION homeward_keep_policy_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."shop", NEW."policy"::text, NEW."policyHash", NEW."basedOn", NEW."restores", NEW."inForceFrom", NEW."note", NEW."requestedById", NEW."createdAt")
    IS DISTINCT FROM
     (OLD."id", OLD."shop", OLD."policy"::text, OLD."policyHash", OLD."basedOn", OLD."restores", OLD."inForceFrom", OLD."note", OLD."requestedById", OLD."createdAt")
  THEN
    RAISE EXCEPTION 'An approval keeps the policy that it is about' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD."state" <> 'waiting' THEN
    RAISE EXCEPTION 'An approval is decided once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "PolicyApproval_frozen" BEFORE UPDATE ON "PolicyApproval" FOR EACH ROW EXECUTE FUNCTION homeward_keep_policy_approval();
CREATE TRIGGER "PolicyApproval_not_deleted" BEFORE DELETE ON "PolicyApproval" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();

-- What the shop wants of a publication; see PolicySettings.
ALTER TABLE "Shop" ADD COLUMN "policySettings" JSONB NOT NULL DEFAULT '{}';

ALTER TABLE "PolicyWithdrawal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PolicyWithdrawal" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "PolicyWithdrawal" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT ON "PolicyWithdrawal" TO homeward_app;
ALTER TABLE "PolicyApproval" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PolicyApproval" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "PolicyApproval" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE ON "PolicyApproval" TO homeward_app;
