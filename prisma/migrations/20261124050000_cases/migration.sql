-- What shoppers declare, complain of and ask for, and what staff asks them: numbered per shop, each with its messages. A
-- withdrawal from a contract is one of them, whether its order was found or not.

CREATE TABLE "Case" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "because" TEXT,
    "orderName" TEXT NOT NULL,
    "orderGid" TEXT,
    "returnId" UUID,
    "customerGid" TEXT,
    "buyerName" TEXT NOT NULL,
    "buyerEmail" TEXT,
    "locale" TEXT NOT NULL,
    "submissionKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "redactedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Case_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Case_shop_number_key" ON "Case"("shop", "number");
CREATE UNIQUE INDEX "Case_shop_submissionKey_key" ON "Case"("shop", "submissionKey");
CREATE INDEX "Case_shop_state_changedAt_idx" ON "Case"("shop", "state", "changedAt");
CREATE INDEX "Case_shop_returnId_idx" ON "Case"("shop", "returnId");
CREATE INDEX "Case_shop_orderGid_idx" ON "Case"("shop", "orderGid");

CREATE TABLE "CaseMessage" (
    "id" UUID NOT NULL,
    "shop" TEXT NOT NULL,
    "caseId" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "submissionKey" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "redactedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CaseMessage_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "CaseMessage_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE UNIQUE INDEX "CaseMessage_shop_caseId_sequence_key" ON "CaseMessage"("shop", "caseId", "sequence");
CREATE UNIQUE INDEX "CaseMessage_shop_submissionKey_key" ON "CaseMessage"("shop", "submissionKey");

ALTER TABLE "Case" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Case" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "Case" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE ON "Case" TO homeward_app;

ALTER TABLE "CaseMessage" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "CaseMessage" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "CaseMessage" TO homeward_app USING (shop = current_setting('app.shop', true)) WITH CHECK (shop = current_setting('app.shop', true));
GRANT SELECT, INSERT, UPDATE ON "CaseMessage" TO homeward_app;

-- What was declared stays as it was received: who, when, under which number. Only a request of privacy law empties it, once.
CREATE FUNCTION homeward_keep_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."shop", NEW."number", NEW."kind", NEW."submissionKey", NEW."createdAt", NEW."locale")
    IS DISTINCT FROM (OLD."id", OLD."shop", OLD."number", OLD."kind", OLD."submissionKey", OLD."createdAt", OLD."locale")
    OR OLD."redactedAt" IS NOT NULL AND NEW."redactedAt" IS DISTINCT FROM OLD."redactedAt"
    OR NEW."redactedAt" IS NULL
      AND (NEW."buyerName", NEW."buyerEmail") IS DISTINCT FROM (OLD."buyerName", OLD."buyerEmail")
    OR NEW."redactedAt" IS NOT NULL AND (NEW."buyerName", NEW."buyerEmail", NEW."customerGid") IS DISTINCT FROM ('', NULL::text, NULL::text)
  THEN
    RAISE EXCEPTION 'A case keeps its number, its kind and who it is from' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "Case_kept" BEFORE UPDATE ON "Case" FOR EACH ROW EXECUTE FUNCTION homeward_keep_case();
CREATE TRIGGER "Case_not_deleted" BEFORE DELETE ON "Case" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();

CREATE FUNCTION homeward_keep_case_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."redactedAt" IS NOT NULL OR NEW."redactedAt" IS NULL OR NEW."text" <> '' OR NEW."data" <> '{}'::jsonb
    OR (NEW."id", NEW."shop", NEW."caseId", NEW."sequence", NEW."kind", NEW."actor"::text, NEW."submissionKey", NEW."at")
    IS DISTINCT FROM (OLD."id", OLD."shop", OLD."caseId", OLD."sequence", OLD."kind", OLD."actor"::text, OLD."submissionKey", OLD."at")
  THEN
    RAISE EXCEPTION 'Messages of a case are never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "CaseMessage_kept" BEFORE UPDATE ON "CaseMessage" FOR EACH ROW EXECUTE FUNCTION homeward_keep_case_message();
CREATE TRIGGER "CaseMessage_not_deleted" BEFORE DELETE ON "CaseMessage" FOR EACH ROW EXECUTE FUNCTION homeward_refuse_change();
