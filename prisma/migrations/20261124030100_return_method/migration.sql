-- How the shopper sends the goods back, of the ways that the policy offers. Null: from before there was a choice, or nothing comes back.
ALTER TABLE "Return" ADD COLUMN "returnMethod" TEXT;
