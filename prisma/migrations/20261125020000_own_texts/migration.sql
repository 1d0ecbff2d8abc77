-- The merchant's own words for texts of the shopper's pages, a row per language: an object of texts by key. What a row does not
-- name is said in the app's words.
CREATE TABLE "OwnTexts" (
    "shop" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "texts" JSONB NOT NULL,
    "author" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OwnTexts_pkey" PRIMARY KEY ("shop","locale")
);

-- Grows with every change of them: who keeps texts in memory sees by the shop's row, which every request reads, that they are old.
-- 0 = the shop has none, nothing need be read.
ALTER TABLE "Shop" ADD COLUMN "ownTextsVersion" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "OwnTexts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "OwnTexts" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "OwnTexts" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "OwnTexts" TO homeward_app;
