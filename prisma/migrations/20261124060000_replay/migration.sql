-- The app's own store of order facts: what policies look at, without names, addresses or contacts. Filled by a bulk operation once
-- somebody replays, kept fresh by webhooks, erased on request.
CREATE TABLE "OrderFacts" (
    "shop" TEXT NOT NULL,
    "orderGid" TEXT NOT NULL,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "customerGid" TEXT,
    "bucket" INTEGER NOT NULL,
    "lineCount" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "OrderFacts_pkey" PRIMARY KEY ("shop","orderGid")
);
CREATE INDEX "OrderFacts_shop_placedAt_orderGid_idx" ON "OrderFacts"("shop", "placedAt", "orderGid");
CREATE INDEX "OrderFacts_shop_customerGid_idx" ON "OrderFacts"("shop", "customerGid");

-- How far the store is filled: months are read from the newest back to the first order.
CREATE TABLE "OrderFactsLoad" (
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "needs" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "oldest" TIMESTAMPTZ(3),
    "windowTo" TIMESTAMPTZ(3) NOT NULL,
    "operationGid" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "OrderFactsLoad_pkey" PRIMARY KEY ("shop")
);

-- A replay of past orders: two policies, what was asked, how far it is, and what it came to. The cursor and the figures move together.
CREATE TABLE "ReplayRun" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "asked" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "tally" JSONB NOT NULL,
    "ordersTotal" INTEGER,
    "ordersDone" INTEGER NOT NULL DEFAULT 0,
    "linesDone" INTEGER NOT NULL DEFAULT 0,
    "cursorAt" TIMESTAMPTZ(3),
    "cursorGid" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "startedBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "begunAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "ReplayRun_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "ReplayRun_shop_createdAt_idx" ON "ReplayRun"("shop", "createdAt");
-- One at a time: a second one would only make both slower.
CREATE UNIQUE INDEX "ReplayRun_one_at_a_time" ON "ReplayRun"("shop") WHERE "state" IN ('waiting', 'running');

-- What comes out otherwise, one row per order or past return. The key makes a batch that is done twice a mistake that the database refuses.
CREATE TABLE "ReplayChange" (
    "runId" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "orderGid" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "way" TEXT NOT NULL,
    "change" JSONB NOT NULL,

    CONSTRAINT "ReplayChange_pkey" PRIMARY KEY ("runId","subject"),
    CONSTRAINT "ReplayChange_runId_fkey" FOREIGN KEY ("runId") REFERENCES "ReplayRun"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "ReplayChange_runId_way_at_subject_idx" ON "ReplayChange"("runId", "way", "at", "subject");
CREATE INDEX "ReplayChange_shop_orderGid_idx" ON "ReplayChange"("shop", "orderGid");

DO $$
DECLARE name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['OrderFacts', 'OrderFactsLoad', 'ReplayRun', 'ReplayChange'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_shop ON %I TO homeward_app USING (shop = current_setting(''app.shop'', true)) WITH CHECK (shop = current_setting(''app.shop'', true))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO homeward_app', name);
  END LOOP;
END
$$;
