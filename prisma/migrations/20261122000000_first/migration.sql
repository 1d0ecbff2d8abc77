-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "accessToken" TEXT NOT NULL,
    "userId" BIGINT,
    "firstName" TEXT,
    "lastName" TEXT,
    "email" TEXT,
    "accountOwner" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "collaborator" BOOLEAN DEFAULT false,
    "emailVerified" BOOLEAN DEFAULT false,
    "refreshToken" TEXT,
    "refreshTokenExpires" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Shop" (
    "shop" TEXT NOT NULL,
    "shopGid" TEXT,
    "name" TEXT NOT NULL,
    "contactEmail" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "country" TEXT,
    "scopes" TEXT[],
    "settings" JSONB NOT NULL,
    "installGeneration" INTEGER NOT NULL DEFAULT 1,
    "installedAt" TIMESTAMPTZ(3) NOT NULL,
    "uninstalledAt" TIMESTAMPTZ(3),
    "refreshedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Shop_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "PolicyDraft" (
    "shop" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "basedOn" INTEGER NOT NULL,
    "author" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PolicyDraft_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "author" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("shop","number")
);

-- CreateTable
CREATE TABLE "Return" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "orderGid" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "shopifyReturnGid" TEXT,
    "name" TEXT,
    "status" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "buyerEmail" TEXT,
    "buyerName" TEXT,
    "customerGid" TEXT,
    "currency" TEXT NOT NULL,
    "country" TEXT,
    "locale" TEXT NOT NULL,
    "submissionKey" TEXT NOT NULL,
    "decision" JSONB NOT NULL,
    "policyVersion" INTEGER NOT NULL,
    "promised" JSONB,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "declineReason" TEXT,
    "declineNote" TEXT,
    "attention" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Return_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReturnLine" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "returnId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "lineId" TEXT NOT NULL,
    "lineItemGid" TEXT NOT NULL,
    "fulfillmentLineItemGid" TEXT,
    "shopifyReturnLineGid" TEXT,
    "title" TEXT NOT NULL,
    "variantTitle" TEXT,
    "sku" TEXT,
    "imageUrl" TEXT,
    "quantity" INTEGER NOT NULL,
    "reasonHandle" TEXT NOT NULL,
    "reasonName" TEXT NOT NULL,
    "reasonDefinitionGid" TEXT,
    "note" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "restockingFeeBasisPoints" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ReturnLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReceivedItem" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "returnId" UUID NOT NULL,
    "returnLineId" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "disposition" TEXT NOT NULL,
    "locationGid" TEXT,
    "actor" JSONB NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "disposedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReceivedItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MoneyIntent" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "returnId" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "unitsKey" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "requestHash" TEXT NOT NULL,
    "correlation" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "snapshot" JSONB,
    "report" JSONB,
    "refusedKind" TEXT,
    "sendCount" INTEGER NOT NULL DEFAULT 0,
    "emptyReads" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "MoneyIntent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "returnId" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxJob" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "runAfter" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseToken" UUID,
    "leasedUntil" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "doneAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OutboxJob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "webhookId" TEXT,
    "apiVersion" TEXT,
    "payload" JSONB NOT NULL,
    "triggeredAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ComplianceRequest" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "installGeneration" INTEGER NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ComplianceRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "returnId" UUID,
    "eventId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "messageId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "Session_shop_idx" ON "Session"("shop");

-- CreateIndex
CREATE INDEX "PolicyVersion_shop_publishedAt_idx" ON "PolicyVersion"("shop", "publishedAt");

-- CreateIndex
CREATE INDEX "Return_shop_status_requestedAt_idx" ON "Return"("shop", "status", "requestedAt");

-- CreateIndex
CREATE INDEX "Return_shop_orderGid_idx" ON "Return"("shop", "orderGid");

-- CreateIndex
CREATE INDEX "Return_shop_requestedAt_idx" ON "Return"("shop", "requestedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Return_shop_id_key" ON "Return"("shop", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Return_shop_submissionKey_key" ON "Return"("shop", "submissionKey");

-- CreateIndex
CREATE UNIQUE INDEX "Return_shop_shopifyReturnGid_key" ON "Return"("shop", "shopifyReturnGid");

-- CreateIndex
CREATE UNIQUE INDEX "ReturnLine_shop_id_key" ON "ReturnLine"("shop", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReturnLine_shop_returnId_position_key" ON "ReturnLine"("shop", "returnId", "position");

-- CreateIndex
CREATE INDEX "ReceivedItem_shop_returnId_idx" ON "ReceivedItem"("shop", "returnId");

-- CreateIndex
CREATE INDEX "MoneyIntent_shop_state_idx" ON "MoneyIntent"("shop", "state");

-- CreateIndex
CREATE UNIQUE INDEX "MoneyIntent_shop_returnId_purpose_unitsKey_key" ON "MoneyIntent"("shop", "returnId", "purpose", "unitsKey");

-- CreateIndex
CREATE INDEX "Event_shop_at_idx" ON "Event"("shop", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Event_shop_returnId_sequence_key" ON "Event"("shop", "returnId", "sequence");

-- CreateIndex
CREATE INDEX "OutboxJob_shop_name_doneAt_idx" ON "OutboxJob"("shop", "name", "doneAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_shop_receivedAt_idx" ON "WebhookDelivery"("shop", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_shop_eventId_topic_key" ON "WebhookDelivery"("shop", "eventId", "topic");

-- CreateIndex
CREATE INDEX "ComplianceRequest_shop_doneAt_idx" ON "ComplianceRequest"("shop", "doneAt");

-- CreateIndex
CREATE INDEX "Message_shop_returnId_idx" ON "Message"("shop", "returnId");

-- CreateIndex
CREATE UNIQUE INDEX "Message_shop_eventId_recipient_key" ON "Message"("shop", "eventId", "recipient");

-- AddForeignKey
ALTER TABLE "ReturnLine" ADD CONSTRAINT "ReturnLine_shop_returnId_fkey" FOREIGN KEY ("shop", "returnId") REFERENCES "Return"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReceivedItem" ADD CONSTRAINT "ReceivedItem_shop_returnId_fkey" FOREIGN KEY ("shop", "returnId") REFERENCES "Return"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReceivedItem" ADD CONSTRAINT "ReceivedItem_shop_returnLineId_fkey" FOREIGN KEY ("shop", "returnLineId") REFERENCES "ReturnLine"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MoneyIntent" ADD CONSTRAINT "MoneyIntent_shop_returnId_fkey" FOREIGN KEY ("shop", "returnId") REFERENCES "Return"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_shop_returnId_fkey" FOREIGN KEY ("shop", "returnId") REFERENCES "Return"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Checks that hold whatever the code does.
ALTER TABLE "Return" ADD CONSTRAINT "Return_status_check" CHECK ("status" IN ('in_review', 'approved', 'received', 'declined', 'cancelled', 'closed'));
ALTER TABLE "ReturnLine" ADD CONSTRAINT "ReturnLine_quantity_check" CHECK ("quantity" > 0);
ALTER TABLE "ReceivedItem" ADD CONSTRAINT "ReceivedItem_quantity_check" CHECK ("quantity" > 0);
ALTER TABLE "MoneyIntent" ADD CONSTRAINT "MoneyIntent_amount_check" CHECK ("amountMinor" >= 0);
ALTER TABLE "MoneyIntent" ADD CONSTRAINT "MoneyIntent_purpose_check" CHECK ("purpose" IN ('refund', 'bonus_credit'));
ALTER TABLE "MoneyIntent" ADD CONSTRAINT "MoneyIntent_state_check" CHECK ("state" IN ('intended', 'sent', 'pending', 'settled', 'refused', 'failed', 'unknown'));

-- What the sweep looks for: jobs that are neither done nor given up.
CREATE INDEX "OutboxJob_waiting_idx" ON "OutboxJob" ("runAfter") WHERE "doneAt" IS NULL AND "failedAt" IS NULL;

-- Roles. Superusers and owners may pass policies, so the app steps down to a plain role in every transaction.
-- Roles belong to the whole server: another database of it may have made them already, or make them at this moment.
DO $$
BEGIN
  BEGIN
    CREATE ROLE homeward_app NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    CREATE ROLE homeward_sweep NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT homeward_app, homeward_sweep TO %I', current_user);
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO homeward_app, homeward_sweep', current_schema());
END
$$;

-- Row-level security: a row is seen and written only for the shop that the transaction is bound to.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['Shop', 'PolicyDraft', 'PolicyVersion', 'Return', 'ReturnLine', 'ReceivedItem', 'MoneyIntent', 'Event', 'OutboxJob', 'WebhookDelivery', 'ComplianceRequest', 'Message']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY one_shop ON %I TO homeward_app USING (shop = current_setting(''app.shop'', true)) WITH CHECK (shop = current_setting(''app.shop'', true))', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO homeward_app', tenant_table);
  END LOOP;
  FOREACH tenant_table IN ARRAY ARRAY['Shop', 'PolicyDraft', 'Return', 'ReturnLine', 'ReceivedItem', 'MoneyIntent', 'OutboxJob', 'WebhookDelivery', 'ComplianceRequest', 'Message']
  LOOP
    EXECUTE format('GRANT UPDATE ON %I TO homeward_app', tenant_table);
  END LOOP;
  FOREACH tenant_table IN ARRAY ARRAY['PolicyDraft', 'Return', 'ReturnLine', 'ReceivedItem', 'OutboxJob', 'WebhookDelivery', 'Message']
  LOOP
    EXECUTE format('GRANT DELETE ON %I TO homeward_app', tenant_table);
  END LOOP;
END
$$;

-- The sweep looks over all shops, but only at which jobs wait: never at a payload.
CREATE POLICY every_shop ON "OutboxJob" FOR SELECT TO homeward_sweep USING (true);
GRANT SELECT ("id", "shop", "name", "createdAt", "runAfter", "leasedUntil", "doneAt", "failedAt") ON "OutboxJob" TO homeward_sweep;

-- Append-only tables. The trigger stops the owner too.
CREATE FUNCTION homeward_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "Event_append_only" BEFORE UPDATE OR DELETE ON "Event" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();
CREATE TRIGGER "PolicyVersion_append_only" BEFORE UPDATE OR DELETE ON "PolicyVersion" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();
CREATE TRIGGER "MoneyIntent_not_deleted" BEFORE DELETE ON "MoneyIntent" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();

-- What was meant to be paid stays as it was written; only its progress is recorded.
CREATE FUNCTION homeward_keep_money_intent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."shop", NEW."returnId", NEW."purpose", NEW."unitsKey", NEW."method", NEW."amountMinor", NEW."currency", NEW."request"::text, NEW."requestHash", NEW."correlation", NEW."createdAt")
    IS DISTINCT FROM
     (OLD."id", OLD."shop", OLD."returnId", OLD."purpose", OLD."unitsKey", OLD."method", OLD."amountMinor", OLD."currency", OLD."request"::text, OLD."requestHash", OLD."correlation", OLD."createdAt")
  THEN
    RAISE EXCEPTION 'A money intent keeps its amount, units and request' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "MoneyIntent_frozen" BEFORE UPDATE ON "MoneyIntent" FOR EACH ROW EXECUTE FUNCTION homeward_keep_money_intent();
