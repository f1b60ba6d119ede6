DROP INDEX `shards_due`;--> statement-breakpoint
ALTER TABLE `shards` ADD `counted` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX `shards_due` ON `shards` (`due_at`,`counted`);