CREATE TABLE `heartbeats` (
	`target_id` integer PRIMARY KEY NOT NULL,
	`uuid` text NOT NULL,
	`slug` text,
	`shard_id` integer NOT NULL,
	`enabled` integer NOT NULL,
	`post_only` integer NOT NULL,
	`manual_resume` integer NOT NULL,
	`run_max_ms` integer NOT NULL,
	`inbox` text DEFAULT '' NOT NULL,
	`pings` integer DEFAULT 0 NOT NULL,
	`last_at` integer,
	`hour` integer DEFAULT 0 NOT NULL,
	`quiet` text,
	`wake_at` integer NOT NULL,
	`recent` text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `heartbeats_uuid_unique` ON `heartbeats` (`uuid`);--> statement-breakpoint
CREATE INDEX `heartbeats_slug` ON `heartbeats` (`slug`);--> statement-breakpoint
CREATE INDEX `heartbeats_shard` ON `heartbeats` (`shard_id`);--> statement-breakpoint
CREATE TABLE `ping_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `run_logs` (
	`target_id` integer NOT NULL,
	`due_at` integer NOT NULL,
	`n` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`target_id`, `due_at`, `n`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `targets` ADD `heartbeat` text;
--> statement-breakpoint
-- A ping finds its heartbeat in a row of its own, which follows the target's.
CREATE TRIGGER `heartbeats_insert` AFTER INSERT ON `targets` WHEN new.`kind` = 'heartbeat' BEGIN
	INSERT INTO `heartbeats` (`target_id`, `uuid`, `slug`, `shard_id`, `enabled`, `post_only`, `manual_resume`, `run_max_ms`, `wake_at`)
	VALUES (new.`id`, new.`heartbeat` ->> 'uuid', new.`heartbeat` ->> 'slug', new.`shard_id`, new.`enabled`,
		coalesce(new.`heartbeat` ->> 'postOnly', 0), coalesce(new.`heartbeat` ->> 'manualResume', 0),
		coalesce(new.`heartbeat` ->> 'runMaxMs', new.`heartbeat` ->> 'graceMs', 3600000), 9007199254740991);
END;
--> statement-breakpoint
CREATE TRIGGER `heartbeats_update` AFTER UPDATE OF `heartbeat`, `enabled`, `shard_id` ON `targets` WHEN new.`kind` = 'heartbeat' BEGIN
	UPDATE `heartbeats` SET `uuid` = new.`heartbeat` ->> 'uuid', `slug` = new.`heartbeat` ->> 'slug',
		`shard_id` = new.`shard_id`, `enabled` = new.`enabled`,
		`post_only` = coalesce(new.`heartbeat` ->> 'postOnly', 0), `manual_resume` = coalesce(new.`heartbeat` ->> 'manualResume', 0),
		`run_max_ms` = coalesce(new.`heartbeat` ->> 'runMaxMs', new.`heartbeat` ->> 'graceMs', 3600000)
	WHERE `target_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `heartbeats_delete` AFTER DELETE ON `targets` WHEN old.`kind` = 'heartbeat' BEGIN
	DELETE FROM `heartbeats` WHERE `target_id` = old.`id`;
END;
--> statement-breakpoint
-- A ping that must soon be seen wakes its shard. The shard's index on due_at is no way to one shard.
CREATE TRIGGER `heartbeats_pinged` AFTER UPDATE OF `inbox` ON `heartbeats` WHEN new.`pings` > old.`pings` BEGIN
	UPDATE `shards` SET `due_at` = new.`wake_at` WHERE `id` = new.`shard_id` AND +`due_at` > new.`wake_at`;
END;
