CREATE TABLE `crawls` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`target_id` integer NOT NULL,
	`lane` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`trigger` text NOT NULL,
	`due_at` integer NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`request_revision` integer NOT NULL,
	`next_at` integer NOT NULL,
	`lease_token` text,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`queued` integer DEFAULT 0 NOT NULL,
	`progress` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `crawls_target` ON `crawls` (`target_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `crawls_open` ON `crawls` (`target_id`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE TABLE `frontier` (
	`crawl_id` integer NOT NULL,
	`chunk` integer NOT NULL,
	`entries` blob NOT NULL,
	PRIMARY KEY(`crawl_id`, `chunk`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `pages` (
	`target_id` integer NOT NULL,
	`id` integer NOT NULL,
	`url` text NOT NULL,
	`status` integer,
	`failure` text,
	`content_type` text,
	`content_hash` text,
	`bytes` integer NOT NULL,
	`title` text,
	`location` text,
	`canonical` text,
	`noindex` integer NOT NULL,
	`depth` integer NOT NULL,
	`etag` text,
	`last_modified` text,
	`revision` integer NOT NULL,
	`found_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`gone_at` integer,
	`links` blob NOT NULL,
	`refused` text NOT NULL,
	PRIMARY KEY(`target_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `pages_broken` ON `pages` (`target_id`,`id`) WHERE status >= 400 OR status IS NULL;--> statement-breakpoint
CREATE INDEX `pages_changed` ON `pages` (`target_id`,`changed_at`) WHERE changed_at > found_at;--> statement-breakpoint
CREATE INDEX `pages_gone` ON `pages` (`target_id`,`gone_at`) WHERE gone_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `robots` (
	`origin` text PRIMARY KEY NOT NULL,
	`verdict` text NOT NULL,
	`body` blob NOT NULL,
	`fetched_at` integer NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `site_urls` (
	`target_id` integer NOT NULL,
	`chunk` integer NOT NULL,
	`hashes` blob NOT NULL,
	`variants` blob NOT NULL,
	`urls` blob NOT NULL,
	PRIMARY KEY(`target_id`, `chunk`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `jobs` ADD `wake_at` integer;--> statement-breakpoint
ALTER TABLE `targets` ADD `crawl` text;