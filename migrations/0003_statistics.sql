CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`counts` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `days` (
	`target_id` integer NOT NULL,
	`day` integer NOT NULL,
	`folded` integer DEFAULT 0 NOT NULL,
	`total` blob NOT NULL,
	`hours` blob NOT NULL,
	`failures` blob NOT NULL,
	PRIMARY KEY(`target_id`, `day`)
);
--> statement-breakpoint
CREATE INDEX `days_unfolded` ON `days` (`day`) WHERE folded = 0;--> statement-breakpoint
CREATE TABLE `shard_days` (
	`shard_id` integer NOT NULL,
	`day` integer NOT NULL,
	`folded` integer DEFAULT 0 NOT NULL,
	`total` blob NOT NULL,
	`hours` blob NOT NULL,
	`heat` blob NOT NULL,
	PRIMARY KEY(`shard_id`, `day`)
);
--> statement-breakpoint
CREATE INDEX `shard_days_unfolded` ON `shard_days` (`day`) WHERE folded = 0;--> statement-breakpoint
ALTER TABLE `job_hours` ADD `totals` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `shards` ADD `labels` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `targets` ADD `retention` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `targets` ADD `badges` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `shards` SET `labels` = (
	SELECT json_group_object(`id`, json_array(`name`, `url`, `kind`, `key`, json(`tags`))) FROM `targets`
	WHERE `shard_id` = `shards`.`id` AND `enabled` = 1
);--> statement-breakpoint
INSERT INTO `blocks` (`shard_id`, `hour`, `data`)
SELECT `targets`.`shard_id`, `hours`.`hour`, `hours`.`entries` FROM `hours` JOIN `targets` ON `targets`.`id` = `hours`.`target_id`
WHERE true
ON CONFLICT (`shard_id`, `hour`) DO UPDATE SET `data` = CAST(`data` || excluded.`data` AS BLOB);--> statement-breakpoint
DELETE FROM `hours`;--> statement-breakpoint
ALTER TABLE `hours` DROP COLUMN `ran`;--> statement-breakpoint
ALTER TABLE `hours` DROP COLUMN `late`;--> statement-breakpoint
ALTER TABLE `hours` DROP COLUMN `skipped`;--> statement-breakpoint
ALTER TABLE `hours` DROP COLUMN `missed`;--> statement-breakpoint
ALTER TABLE `hours` DROP COLUMN `failed`;