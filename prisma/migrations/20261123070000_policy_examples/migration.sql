-- Golden examples: facts of orders with what a policy must make of them. Run whenever somebody publishes. They hold no person.

CREATE TABLE "PolicyExample" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "example" JSONB NOT NULL,
    "author" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PolicyExample_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "PolicyExample_shop_createdAt_idx" ON "PolicyExample"("shop", "createdAt");

ALTER TABLE "PolicyExample" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PolicyExample" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "PolicyExample" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "PolicyExample" TO homeward_app;
