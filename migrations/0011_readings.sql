CREATE TABLE `changes` (
	`target_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`confirmed_at` integer NOT NULL,
	`from_hash` text,
	`to_hash` text NOT NULL,
	`facts` text NOT NULL,
	`told` integer NOT NULL,
	PRIMARY KEY(`target_id`, `at`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `changes_at` ON `changes` (`at`,`target_id`);--> statement-breakpoint
CREATE INDEX `changes_waiting` ON `changes` (`at`) WHERE told = 0;--> statement-breakpoint
CREATE TABLE `contents` (
	`target_id` integer NOT NULL,
	`hash` text NOT NULL,
	`seen_at` integer NOT NULL,
	`reading_bytes` integer NOT NULL,
	`raw_bytes` integer,
	`stored_bytes` integer NOT NULL,
	`content_type` text,
	`object` text,
	`read_values` text NOT NULL,
	`reading` blob,
	`raw` blob,
	PRIMARY KEY(`target_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `feed_keys` (
	`scope` text PRIMARY KEY NOT NULL,
	`renewals` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `seen_changes` (
	`target_id` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`seen_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `targets` ADD `extract` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `targets` ADD `changes` text DEFAULT '{}' NOT NULL;
--> statement-breakpoint
CREATE TRIGGER `targets_forget_readers` AFTER DELETE ON `targets` BEGIN
	DELETE FROM `seen_changes` WHERE `target_id` = old.`id`;
	DELETE FROM `feed_keys` WHERE `scope` = 'target:' || old.`id`;
END;
--> statement-breakpoint
-- The job that tells of changes has its row once there is one to tell.
CREATE TRIGGER `changes_wait` AFTER INSERT ON `changes` WHEN new.`told` = 0 BEGIN
	INSERT INTO `jobs` (`name`) VALUES ('deliver') ON CONFLICT (`name`) DO NOTHING;
END;
