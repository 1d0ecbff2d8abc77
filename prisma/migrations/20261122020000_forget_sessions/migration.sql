-- A shop that removes the app takes its tokens with it, in the same transaction that says so. The plain role does not reach
-- the sessions; through this it deletes those of the shop that its transaction is bound to, and reads none.
CREATE FUNCTION homeward_forget_sessions() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
  DELETE FROM "Session" WHERE shop = current_setting('app.shop')
$$;
DO $$
BEGIN
  -- Whatever else the caller's search_path names, the function means this schema's table.
  EXECUTE format('ALTER FUNCTION homeward_forget_sessions() SET search_path = %I, pg_temp', current_schema());
END
$$;
REVOKE ALL ON FUNCTION homeward_forget_sessions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION homeward_forget_sessions() TO homeward_app;
