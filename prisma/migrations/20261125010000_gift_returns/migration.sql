-- A return that somebody asked for who was given the goods: by which gift code, what it is called for him, and where goods in
-- exchange go. Null for every other return.
ALTER TABLE "Return" ADD COLUMN "gift" JSONB;

-- How many units of a code were asked back is counted by the code.
CREATE INDEX "Return_gift_code_idx" ON "Return"("shop", ("gift"->>'codeId')) WHERE "gift" IS NOT NULL;

-- Store credit for goods that were a gift is an intent of its own kind: no payment of the order goes back.
ALTER TABLE "MoneyIntent" DROP CONSTRAINT "MoneyIntent_purpose_check";
ALTER TABLE "MoneyIntent" ADD CONSTRAINT "MoneyIntent_purpose_check" CHECK ("purpose" IN ('refund', 'bonus_credit', 'order_refund', 'gift_credit'));

-- Whoever paid gets nothing back for a gift that was given back, and nobody gets a gift's credit for any other return: goods may
-- go out for goods (an amount of nothing), and the credit is that of a customer.
CREATE FUNCTION homeward_pay_gifts_as_gifts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_gift boolean;
BEGIN
  SELECT "gift" IS NOT NULL INTO is_gift FROM "Return" WHERE "id" = NEW."returnId" AND "shop" = NEW."shop";
  IF is_gift AND NEW."purpose" <> 'gift_credit' AND NEW."amountMinor" > 0 THEN
    RAISE EXCEPTION 'A gift return pays nobody back' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."purpose" = 'gift_credit' AND (NOT COALESCE(is_gift, false) OR NEW."method" <> 'store_credit') THEN
    RAISE EXCEPTION 'Only a gift return gives the credit of one' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "MoneyIntent_gifts" BEFORE INSERT ON "MoneyIntent" FOR EACH ROW EXECUTE FUNCTION homeward_pay_gifts_as_gifts();

-- A return is a gift's from its beginning or never: nobody turns a buyer's return into one, or the other way round.
CREATE FUNCTION homeward_keep_gift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."gift" IS NULL) <> (OLD."gift" IS NULL) OR NEW."gift"->>'codeId' IS DISTINCT FROM OLD."gift"->>'codeId' THEN
    RAISE EXCEPTION 'A return keeps whether it is a gift' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "Return_gift_kept" BEFORE UPDATE ON "Return" FOR EACH ROW EXECUTE FUNCTION homeward_keep_gift();

-- As before, for the credit of a gift as well: units of a line are paid once, whatever pays for them.
CREATE OR REPLACE FUNCTION homeward_pay_units_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unit jsonb;
  asked integer;
BEGIN
  IF NEW."purpose" NOT IN ('refund', 'gift_credit') OR jsonb_typeof(NEW."request"->'units') IS DISTINCT FROM 'array' THEN RETURN NEW; END IF;
  PERFORM 1 FROM "Return" WHERE "id" = NEW."returnId" FOR UPDATE;
  FOR unit IN SELECT * FROM jsonb_array_elements(NEW."request"->'units')
  LOOP
    SELECT "quantity" INTO asked FROM "ReturnLine" WHERE "id" = (unit->>'returnLineId')::uuid AND "returnId" = NEW."returnId";
    IF asked IS NULL OR (unit->>'from')::integer < 0 OR (unit->>'to')::integer > asked OR (unit->>'from')::integer >= (unit->>'to')::integer THEN
      RAISE EXCEPTION 'The units % were not asked back', unit USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
      SELECT 1 FROM "MoneyIntent" other, jsonb_array_elements(
        CASE jsonb_typeof(other."request"->'units') WHEN 'array' THEN other."request"->'units' ELSE '[]'::jsonb END
      ) taken
      WHERE other."shop" = NEW."shop" AND other."returnId" = NEW."returnId" AND other."id" <> NEW."id"
        AND other."purpose" IN ('refund', 'gift_credit') AND other."state" NOT IN ('refused', 'failed')
        AND taken->>'returnLineId' = unit->>'returnLineId'
        AND (taken->>'from')::integer < (unit->>'to')::integer AND (unit->>'from')::integer < (taken->>'to')::integer
    ) THEN
      RAISE EXCEPTION 'The units % are paid for already', unit USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END
$$;
