-- What waits for a second person may be no payment: goods that the buyer is to keep. Granting that pays nothing yet.
ALTER TABLE "MoneyApproval" DROP CONSTRAINT "MoneyApproval_granted_check";
ALTER TABLE "MoneyApproval" ADD CONSTRAINT "MoneyApproval_granted_check"
    CHECK (("state" = 'granted' AND "request" ->> 'kind' <> 'keep_items') = ("intentId" IS NOT NULL));
