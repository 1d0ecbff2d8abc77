-- When Homeward first asked Shopify to make the return: before that nothing there can be ours, and nothing need be looked for.
ALTER TABLE "Return" ADD COLUMN "openingAt" TIMESTAMPTZ(3);
UPDATE "Return" SET "openingAt" = "requestedAt";
-- How often the return was made anew in Shopify because its fees changed, and a change that is under way.
ALTER TABLE "Return" ADD COLUMN "generation" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Return" ADD COLUMN "feeChange" JSONB;
-- The buyer keeps the goods; when the parcel was first scanned on its way back; what the buyer agreed to expressly.
ALTER TABLE "Return" ADD COLUMN "keepsItems" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Return" ADD COLUMN "scannedAt" TIMESTAMPTZ(3);
ALTER TABLE "Return" ADD COLUMN "consent" JSONB;
-- What a line is exchanged for, and its line in Shopify.
ALTER TABLE "ReturnLine" ADD COLUMN "exchange" JSONB;
ALTER TABLE "ReturnLine" ADD COLUMN "shopifyExchangeLineGid" TEXT;

-- Money of an order beside the refund of returned goods: again after the payment provider failed, a part of the price.
ALTER TABLE "MoneyIntent" DROP CONSTRAINT "MoneyIntent_purpose_check";
ALTER TABLE "MoneyIntent" ADD CONSTRAINT "MoneyIntent_purpose_check" CHECK ("purpose" IN ('refund', 'bonus_credit', 'order_refund'));
