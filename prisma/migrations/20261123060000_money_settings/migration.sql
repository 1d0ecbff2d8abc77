-- How the shop pays beside its policy: refunds before the goods are here and how far they may go, and when store credit ends.
ALTER TABLE "Shop" ADD COLUMN "moneySettings" JSONB NOT NULL DEFAULT '{}';
