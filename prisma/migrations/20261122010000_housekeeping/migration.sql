-- The sweep also removes what has done its work, in every shop: it sees when a row is old, and nothing else of it.
CREATE POLICY old_rows_seen ON "WebhookDelivery" FOR SELECT TO homeward_sweep USING (true);
CREATE POLICY old_rows_removed ON "WebhookDelivery" FOR DELETE TO homeward_sweep USING (true);
GRANT SELECT ("receivedAt"), DELETE ON "WebhookDelivery" TO homeward_sweep;

CREATE POLICY done_jobs_removed ON "OutboxJob" FOR DELETE TO homeward_sweep USING ("doneAt" IS NOT NULL);
GRANT DELETE ON "OutboxJob" TO homeward_sweep;

GRANT SELECT ("expire"), DELETE ON "RateLimit" TO homeward_sweep;
