CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`target_id` integer,
	`incident_id` text,
	`labels` text NOT NULL,
	`facts` text NOT NULL,
	`routed` integer DEFAULT false NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `events_waiting` ON `events` (`at`) WHERE routed = 0;--> statement-breakpoint
CREATE INDEX `events_at` ON `events` (`at`);--> statement-breakpoint
CREATE INDEX `events_incident` ON `events` (`incident_id`,`at`) WHERE incident_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` text PRIMARY KEY NOT NULL,
	`target_id` integer NOT NULL,
	`severity` text NOT NULL,
	`started_at` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`close_reason` text,
	`labels` text NOT NULL,
	`facts` text NOT NULL,
	`children` text DEFAULT '{}' NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`notes` text DEFAULT '[]' NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `incidents_open` ON `incidents` (`target_id`) WHERE closed_at IS NULL;--> statement-breakpoint
CREATE INDEX `incidents_target` ON `incidents` (`target_id`,`opened_at`);--> statement-breakpoint
CREATE INDEX `incidents_opened` ON `incidents` (`opened_at`);--> statement-breakpoint
CREATE TABLE `maintenance` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`scope` text NOT NULL,
	`timing` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `silences` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`matchers` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer,
	`incident_id` text,
	`reason` text NOT NULL,
	`author` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `silences_ends` ON `silences` (`ends_at`);--> statement-breakpoint
CREATE TABLE `channels` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`enabled` integer NOT NULL,
	`language` text NOT NULL,
	`template` text,
	`config` text NOT NULL,
	`last_answer` text,
	`hold_until` integer DEFAULT 0 NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_name_unique` ON `channels` (`name`);--> statement-breakpoint
CREATE TABLE `documents` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `notice_events` (
	`event_id` text NOT NULL,
	`notice_id` text NOT NULL,
	PRIMARY KEY(`event_id`, `notice_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `notice_events_notice` ON `notice_events` (`notice_id`);--> statement-breakpoint
CREATE TABLE `notice_groups` (
	`key` text PRIMARY KEY NOT NULL,
	`channel_id` integer NOT NULL,
	`state` text NOT NULL,
	`next_at` integer,
	`revision` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `notice_groups_next` ON `notice_groups` (`next_at`) WHERE next_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `notice_groups_channel` ON `notice_groups` (`channel_id`);--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`channel_id` integer NOT NULL,
	`group_key` text NOT NULL,
	`message` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`sent_at` integer,
	`answer` text,
	`lease_token` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `notices_waiting` ON `notices` (`channel_id`,`due_at`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `notices_group` ON `notices` (`group_key`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `notices_dead` ON `notices` (`created_at`) WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX `notices_created` ON `notices` (`created_at`);--> statement-breakpoint
CREATE INDEX `notices_channel` ON `notices` (`channel_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `status_pages` (
	`slug` text PRIMARY KEY NOT NULL,
	`document` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `jobs` ADD `expect` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `failing_since` integer;--> statement-breakpoint
ALTER TABLE `targets` ADD `alarm` text DEFAULT '{}' NOT NULL;
--> statement-breakpoint
-- Incidents are kept in step with what happened to them, and whoever is to be told is told
-- soon: the job that delivers is woken.
CREATE TRIGGER `events_insert` AFTER INSERT ON `events` BEGIN
	INSERT INTO `incidents` (`id`, `target_id`, `severity`, `started_at`, `opened_at`, `labels`, `facts`)
	SELECT new.`incident_id`, new.`target_id`, new.`facts` ->> '$.severity',
		new.`facts` ->> '$.startedAt', new.`facts` ->> '$.openedAt', new.`labels`, new.`facts`
	WHERE new.`kind` = 'incident-opened'
	ON CONFLICT (`id`) DO NOTHING;
	UPDATE `incidents` SET `severity` = new.`facts` ->> '$.severity', `labels` = new.`labels`, `facts` = new.`facts`
	WHERE `id` = new.`incident_id` AND new.`kind` = 'incident-worse';
	UPDATE `incidents` SET `facts` = new.`facts`, `closed_at` = new.`facts` ->> '$.closedAt',
		`close_reason` = new.`facts` ->> '$.closeReason'
	WHERE `id` = new.`incident_id` AND `closed_at` IS NULL AND new.`kind` = 'incident-closed';
	UPDATE `silences` SET `ends_at` = new.`at`
	WHERE new.`kind` = 'incident-closed' AND `ends_at` IS NULL AND `incident_id` = new.`incident_id`;
	UPDATE `incidents` SET `children` = json_set(`children`, '$."' || (new.`facts` ->> '$.childId') || '"', new.`facts` ->> '$.child')
	WHERE `id` = new.`incident_id` AND new.`kind` = 'incident-held' AND length(`children`) < 200000;
	INSERT INTO `jobs` (`name`, `wake_at`) SELECT 'deliver', new.`at` WHERE new.`routed` = 0
	ON CONFLICT (`name`) DO UPDATE SET `wake_at` = excluded.`wake_at`
	WHERE `wake_at` IS NULL OR `wake_at` > excluded.`wake_at`;
END;
--> statement-breakpoint
-- A crawl that opens wakes the job that follows crawls.
CREATE TRIGGER `crawls_insert` AFTER INSERT ON `crawls` WHEN new.`ended_at` IS NULL BEGIN
	INSERT INTO `jobs` (`name`, `wake_at`) VALUES ('follow', new.`next_at`)
	ON CONFLICT (`name`) DO UPDATE SET `wake_at` = excluded.`wake_at`
	WHERE `wake_at` IS NULL OR `wake_at` > excluded.`wake_at`;
END;
--> statement-breakpoint
-- Nobody looks at a target that is paused: its incident is closed, and told so.
CREATE TRIGGER `targets_pause` AFTER UPDATE OF `enabled` ON `targets`
WHEN old.`enabled` = 1 AND new.`enabled` = 0 BEGIN
	INSERT INTO `events` (`id`, `kind`, `at`, `target_id`, `incident_id`, `labels`, `facts`)
	SELECT `id` || '.closed', 'incident-closed', new.`status_since`, `target_id`, `id`, `labels`,
		json_patch(`facts`, json_object('closedAt', new.`status_since`, 'closeReason', 'paused'))
	FROM `incidents` INDEXED BY `incidents_open`
	WHERE `target_id` = new.`id` AND `closed_at` IS NULL
	ON CONFLICT DO NOTHING;
END;
