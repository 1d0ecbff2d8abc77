-- Of a request some goods may be kept and others have to come back: what is kept is not waited for. Returns from before wait for all.
ALTER TABLE "ReturnLine" ADD COLUMN "keepsItem" BOOLEAN NOT NULL DEFAULT false;

-- Tables that came after the eraser did: it reaches those of every shop that left.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attname = 'shop' AND c.relrowsecurity
      AND c.relname <> 'ComplianceRequest'
      AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'erased_shop')
  LOOP
    EXECUTE format('CREATE POLICY erased_shop ON %I TO homeward_eraser USING (shop = current_setting(''app.shop'', true)) WITH CHECK (shop = current_setting(''app.shop'', true))', tenant_table);
    EXECUTE format('GRANT SELECT, DELETE ON %I TO homeward_eraser', tenant_table);
  END LOOP;
END
$$;
