-- Who may pay what: people and their roles, limits, approvals by a second person, the switch that stops all payments, and
-- the log of what was changed about them.

CREATE TABLE "StaffRole" (
    "shop" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "isOwner" BOOLEAN NOT NULL DEFAULT false,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StaffRole_pkey" PRIMARY KEY ("shop","userId"),
    CONSTRAINT "StaffRole_role_check" CHECK ("role" IN ('viewer', 'agent', 'manager', 'admin'))
);

CREATE TABLE "PaymentSafety" (
    "shop" TEXT NOT NULL,
    "limits" JSONB,
    "limitsVersion" INTEGER NOT NULL DEFAULT 0,
    "stoppedAt" TIMESTAMPTZ(3),
    "stoppedBy" JSONB,
    "stopReason" TEXT,

    CONSTRAINT "PaymentSafety_pkey" PRIMARY KEY ("shop")
);

-- What was paid on whose responsibility: limits add it up. Written with the intent.
CREATE TABLE "LimitEntry" (
    "intentId" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "orderGid" TEXT NOT NULL,
    "buyerKey" TEXT,
    "amountMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LimitEntry_pkey" PRIMARY KEY ("intentId"),
    CONSTRAINT "LimitEntry_amount_check" CHECK ("amountMinor" >= 0)
);

CREATE TABLE "MoneyApproval" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "returnId" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "requestHash" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "because" JSONB NOT NULL,
    "requestedById" TEXT NOT NULL,
    "requestedBy" JSONB NOT NULL,
    "decidedById" TEXT,
    "decidedBy" JSONB,
    "note" TEXT NOT NULL DEFAULT '',
    "voidBecause" TEXT,
    "intentId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MoneyApproval_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "MoneyApproval_state_check" CHECK ("state" IN ('waiting', 'granted', 'refused', 'void')),
    CONSTRAINT "MoneyApproval_amount_check" CHECK ("amountMinor" > 0),
    -- Two people, whatever the code does.
    CONSTRAINT "MoneyApproval_two_people_check" CHECK ("state" NOT IN ('granted', 'refused') OR ("decidedById" IS NOT NULL AND "decidedById" <> "requestedById")),
    CONSTRAINT "MoneyApproval_granted_check" CHECK (("state" = 'granted') = ("intentId" IS NOT NULL))
);

CREATE TABLE "AuditEntry" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- One row for all shops of this installation of Homeward. Its operator writes it, the app reads it.
CREATE TABLE "OperatorSwitch" (
    "name" TEXT NOT NULL,
    "stoppedAt" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "OperatorSwitch_pkey" PRIMARY KEY ("name")
);

CREATE INDEX "LimitEntry_shop_orderGid_idx" ON "LimitEntry"("shop", "orderGid");
CREATE INDEX "LimitEntry_shop_userId_at_idx" ON "LimitEntry"("shop", "userId", "at");
CREATE INDEX "LimitEntry_shop_buyerKey_at_idx" ON "LimitEntry"("shop", "buyerKey", "at");
CREATE INDEX "MoneyApproval_shop_state_createdAt_idx" ON "MoneyApproval"("shop", "state", "createdAt");
CREATE UNIQUE INDEX "MoneyApproval_intentId_key" ON "MoneyApproval"("intentId");
CREATE INDEX "AuditEntry_shop_at_idx" ON "AuditEntry"("shop", "at");
-- One payment of a return waits at a time.
CREATE UNIQUE INDEX "MoneyApproval_one_waiting_key" ON "MoneyApproval"("shop", "returnId") WHERE "state" = 'waiting';

ALTER TABLE "MoneyApproval" ADD CONSTRAINT "MoneyApproval_shop_returnId_fkey" FOREIGN KEY ("shop", "returnId") REFERENCES "Return"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['StaffRole', 'PaymentSafety', 'LimitEntry', 'MoneyApproval', 'AuditEntry']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY one_shop ON %I TO homeward_app USING (shop = current_setting(''app.shop'', true)) WITH CHECK (shop = current_setting(''app.shop'', true))', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO homeward_app', tenant_table);
  END LOOP;
  FOREACH tenant_table IN ARRAY ARRAY['StaffRole', 'PaymentSafety', 'MoneyApproval']
  LOOP
    EXECUTE format('GRANT UPDATE ON %I TO homeward_app', tenant_table);
  END LOOP;
END
$$;

-- The app may read the operator's switch and never write it: it grants nothing but SELECT.
ALTER TABLE "OperatorSwitch" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "OperatorSwitch" FORCE ROW LEVEL SECURITY;
CREATE POLICY everybody ON "OperatorSwitch" USING (true) WITH CHECK (true);
GRANT SELECT ON "OperatorSwitch" TO homeward_app;

CREATE TRIGGER "LimitEntry_append_only" BEFORE UPDATE OR DELETE ON "LimitEntry" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();
CREATE TRIGGER "AuditEntry_append_only" BEFORE UPDATE OR DELETE ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();
CREATE TRIGGER "MoneyApproval_not_deleted" BEFORE DELETE ON "MoneyApproval" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();

-- What was asked stays as it was asked, and a decision is made once.
CREATE FUNCTION homeward_keep_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."shop", NEW."returnId", NEW."request"::text, NEW."requestHash", NEW."amountMinor", NEW."currency", NEW."requestedById", NEW."createdAt")
    IS DISTINCT FROM
     (OLD."id", OLD."shop", OLD."returnId", OLD."request"::text, OLD."requestHash", OLD."amountMinor", OLD."currency", OLD."requestedById", OLD."createdAt")
  THEN
    RAISE EXCEPTION 'An approval keeps the request that it is about' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD."state" <> 'waiting' THEN
    RAISE EXCEPTION 'An approval is decided once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "MoneyApproval_frozen" BEFORE UPDATE ON "MoneyApproval" FOR EACH ROW EXECUTE FUNCTION homeward_keep_approval();
