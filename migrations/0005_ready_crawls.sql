CREATE INDEX `crawls_waiting` ON `crawls` (`next_at`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX `crawls_leased` ON `crawls` (`lane`) WHERE lease_token IS NOT NULL;