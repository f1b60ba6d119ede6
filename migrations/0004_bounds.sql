CREATE TABLE `hour_parts` (
	`target_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`part` integer NOT NULL,
	`entries` blob NOT NULL,
	PRIMARY KEY(`target_id`, `hour`, `part`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `set_aside` (
	`kind` text NOT NULL,
	`item` text NOT NULL,
	`since` integer NOT NULL,
	`retry_at` integer NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`kind`, `item`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `__new_blocks` (
	`shard_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`part` integer DEFAULT 0 NOT NULL,
	`data` blob NOT NULL,
	PRIMARY KEY(`shard_id`, `hour`, `part`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_blocks`("shard_id", "hour", "data") SELECT "shard_id", "hour", "data" FROM `blocks`;--> statement-breakpoint
DROP TABLE `blocks`;--> statement-breakpoint
ALTER TABLE `__new_blocks` RENAME TO `blocks`;--> statement-breakpoint
ALTER TABLE `crawls` ADD `claims` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `claims` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `claimed_at` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `bookmark` text;--> statement-breakpoint
ALTER TABLE `shards` ADD `claims` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `shards` ADD `claimed_at` integer;--> statement-breakpoint
ALTER TABLE `shards` ADD `lost_claim_at` integer;--> statement-breakpoint
ALTER TABLE `shards` ADD `suspects` text;