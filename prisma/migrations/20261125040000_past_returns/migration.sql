-- Returns from before Homeward, from a file of the merchant's: a line that came back of an order, by the order's name and the SKU. Nobody is
-- named. Replays judge them beside Homeward's own.
CREATE TABLE "PastReturn" (
    "shop" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "orderName" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "returnedAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "outcome" TEXT,

    CONSTRAINT "PastReturn_pkey" PRIMARY KEY ("shop","position")
);
CREATE INDEX "PastReturn_shop_orderName_idx" ON "PastReturn"("shop", "orderName");
CREATE INDEX "PastReturn_shop_returnedAt_idx" ON "PastReturn"("shop", "returnedAt");

ALTER TABLE "PastReturn" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PastReturn" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "PastReturn" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "PastReturn" TO homeward_app;
CREATE POLICY erased_shop ON "PastReturn" TO homeward_eraser USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, DELETE ON "PastReturn" TO homeward_eraser;

-- Rows of such a file name orders.
ALTER TABLE "OrderFacts" ADD COLUMN "orderName" TEXT GENERATED ALWAYS AS ("facts" ->> 'name') STORED;
CREATE INDEX "OrderFacts_shop_orderName_idx" ON "OrderFacts"("shop", "orderName");
