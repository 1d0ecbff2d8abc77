-- What shoppers show with a request: answers to the policy's questions, and photos.

ALTER TABLE "ReturnLine" ADD COLUMN "answers" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "Photo" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "orderGid" TEXT NOT NULL,
    "returnLineId" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,
    "bytes" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Photo_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "Photo_shop_orderGid_idx" ON "Photo"("shop", "orderGid");
CREATE INDEX "Photo_shop_returnLineId_idx" ON "Photo"("shop", "returnLineId");
CREATE INDEX "Photo_uploadedAt_idx" ON "Photo"("uploadedAt");

-- With the return go its photos.
ALTER TABLE "Photo" ADD CONSTRAINT "Photo_shop_returnLineId_fkey" FOREIGN KEY ("shop", "returnLineId") REFERENCES "ReturnLine"("shop", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- JPEG does not get smaller by compressing it once more.
ALTER TABLE "Photo" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

ALTER TABLE "Photo" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Photo" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "Photo" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "Photo" TO homeward_app;

-- The sweep removes what nobody sent within a day, and what has been kept long enough. It sees when, and no picture.
CREATE POLICY old_photos_seen ON "Photo" FOR SELECT TO homeward_sweep USING (true);
CREATE POLICY old_photos_removed ON "Photo" FOR DELETE TO homeward_sweep USING (true);
GRANT SELECT ("returnLineId", "uploadedAt"), DELETE ON "Photo" TO homeward_sweep;
