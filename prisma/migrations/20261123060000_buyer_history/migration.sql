-- What a policy may ask about a buyer: the returns so far, and whether the merchant put them on the watch list.

CREATE TABLE "WatchedBuyer" (
    "shop" TEXT NOT NULL,
    "buyer" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "addedBy" JSONB NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WatchedBuyer_pkey" PRIMARY KEY ("shop","buyer")
);

CREATE INDEX "Return_shop_customerGid_idx" ON "Return"("shop", "customerGid");

ALTER TABLE "WatchedBuyer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "WatchedBuyer" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "WatchedBuyer" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, DELETE ON "WatchedBuyer" TO homeward_app;
