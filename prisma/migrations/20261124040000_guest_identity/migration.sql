-- Who a shopper is: mailed one-time codes, gift codes, and sign-ins with the customer account that are under way.

CREATE TABLE "GuestCode" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "orderGid" TEXT,
    "orderName" TEXT,
    "sealedTo" TEXT,
    "codeHash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "sends" INTEGER NOT NULL DEFAULT 1,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "locale" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "GuestCode_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "GuestCode_createdAt_idx" ON "GuestCode"("createdAt");

CREATE TABLE "GiftCode" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "orderGid" TEXT NOT NULL,
    "orderName" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "madeBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "GiftCode_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "GiftCode_shop_codeHash_key" ON "GiftCode"("shop", "codeHash");
CREATE INDEX "GiftCode_shop_orderGid_idx" ON "GiftCode"("shop", "orderGid");

CREATE TABLE "CustomerSignIn" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "stateHash" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "back" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CustomerSignIn_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CustomerSignIn_shop_stateHash_key" ON "CustomerSignIn"("shop", "stateHash");
CREATE INDEX "CustomerSignIn_createdAt_idx" ON "CustomerSignIn"("createdAt");

ALTER TABLE "GuestCode" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "GuestCode" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "GuestCode" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "GuestCode" TO homeward_app;
ALTER TABLE "GiftCode" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "GiftCode" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "GiftCode" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "GiftCode" TO homeward_app;
ALTER TABLE "CustomerSignIn" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "CustomerSignIn" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "CustomerSignIn" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "CustomerSignIn" TO homeward_app;

-- The sweep removes what has run out, in every shop: it sees how old a row is, and nothing else of it.
CREATE POLICY old_rows_seen ON "GuestCode" FOR SELECT TO homeward_sweep USING (true);
CREATE POLICY old_rows_removed ON "GuestCode" FOR DELETE TO homeward_sweep USING (true);
GRANT SELECT ("createdAt"), DELETE ON "GuestCode" TO homeward_sweep;
CREATE POLICY old_rows_seen ON "CustomerSignIn" FOR SELECT TO homeward_sweep USING (true);
CREATE POLICY old_rows_removed ON "CustomerSignIn" FOR DELETE TO homeward_sweep USING (true);
GRANT SELECT ("createdAt"), DELETE ON "CustomerSignIn" TO homeward_sweep;
