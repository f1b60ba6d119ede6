CREATE TABLE `blocks` (
	`shard_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`data` blob NOT NULL,
	PRIMARY KEY(`shard_id`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `host_holds` (
	`host` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hours` (
	`target_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`ran` integer NOT NULL,
	`late` integer NOT NULL,
	`skipped` integer NOT NULL,
	`missed` integer NOT NULL,
	`failed` integer NOT NULL,
	`entries` blob NOT NULL,
	PRIMARY KEY(`target_id`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`target_id` integer NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `job_hours` (
	`job` text NOT NULL,
	`hour` integer NOT NULL,
	`finished_at` integer NOT NULL,
	`runs` text NOT NULL,
	PRIMARY KEY(`job`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `jobs` (
	`name` text PRIMARY KEY NOT NULL,
	`paused_at` integer,
	`lease_token` text,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`last_due_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `shards` (
	`id` integer PRIMARY KEY NOT NULL,
	`size` integer NOT NULL,
	`due_at` integer NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`lease_token` text,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `shards_due` ON `shards` (`due_at`);--> statement-breakpoint
CREATE INDEX `shards_size` ON `shards` (`size`);--> statement-breakpoint
CREATE TABLE `target_tags` (
	`tag` text NOT NULL,
	`target_id` integer NOT NULL,
	PRIMARY KEY(`tag`, `target_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `targets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`key` text,
	`url` text NOT NULL,
	`host` text NOT NULL,
	`name` text NOT NULL,
	`tags` text NOT NULL,
	`enabled` integer NOT NULL,
	`status` text NOT NULL,
	`status_since` integer NOT NULL,
	`shard_id` integer NOT NULL,
	`anchor_at` integer NOT NULL,
	`schedule` text NOT NULL,
	`request` text NOT NULL,
	`expect` text NOT NULL,
	`request_revision` integer NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `targets_key_unique` ON `targets` (`key`);--> statement-breakpoint
CREATE INDEX `targets_shard` ON `targets` (`shard_id`);--> statement-breakpoint
CREATE INDEX `targets_host` ON `targets` (`host`,`shard_id`);--> statement-breakpoint
CREATE INDEX `targets_status` ON `targets` (`status`);--> statement-breakpoint
CREATE INDEX `targets_enabled` ON `targets` (`enabled`);--> statement-breakpoint
CREATE INDEX `targets_name` ON `targets` (`name`);