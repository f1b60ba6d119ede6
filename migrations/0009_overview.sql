CREATE TABLE `login_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `missed_slots` (
	`hour` integer NOT NULL,
	`shard_id` integer NOT NULL,
	`targets` text NOT NULL,
	PRIMARY KEY(`hour`, `shard_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `target_counts` (
	`tag` text PRIMARY KEY NOT NULL,
	`counts` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `shards` ADD `missed` text;
--> statement-breakpoint
-- What a round found missed is noted where it is found among all shards. Of a target's
-- missed slots the last one is kept. Notes of the day before go, and those of a clock that
-- was ahead.
CREATE TRIGGER `missed_slots_noted` AFTER UPDATE OF `missed` ON `shards` WHEN new.`missed` IS NOT NULL BEGIN
	INSERT INTO `missed_slots` (`hour`, `shard_id`, `targets`)
	VALUES (new.`missed` ->> '$.hour', new.`id`, new.`missed` -> '$.targets')
	ON CONFLICT (`hour`, `shard_id`) DO UPDATE SET `targets` = json_patch(`targets`, (
		SELECT json_group_object(`key`, max(`value`, coalesce(`targets` ->> ('$."' || `key` || '"'), 0)))
		FROM json_each(excluded.`targets`)));
	DELETE FROM `missed_slots` WHERE `hour` < (new.`missed` ->> '$.hour') - 24;
	DELETE FROM `missed_slots` WHERE `hour` > (new.`missed` ->> '$.hour') + 1;
END;
--> statement-breakpoint
-- Targets are counted by kind, and those that are paused, as triggers keep it. What turns
-- by itself, up or down, is not counted: a turn would write a row for each tag. A tag that
-- is no target's any more has no row.
INSERT INTO `target_counts` (`tag`, `counts`)
SELECT `tag`, json_group_object(`name`, `targets`) FROM (
	SELECT tags.`tag`, names.`value` AS `name`, count(*) AS `targets`
	FROM (
		SELECT `id`, `status`, `kind`, '' AS `tag` FROM `targets`
		UNION SELECT t.`id`, t.`status`, t.`kind`, tag.`value` FROM `targets` t, json_each(t.`tags`) tag
	) tags, json_each(json_array(tags.`status`, tags.`kind`)) names
	WHERE names.`value` NOT IN ('new', 'up', 'down')
	GROUP BY 1, 2)
GROUP BY `tag`;
--> statement-breakpoint
CREATE TRIGGER `target_counts_insert` AFTER INSERT ON `targets` BEGIN
	INSERT INTO `target_counts` (`tag`, `counts`)
	SELECT `value`, json_object(new.`kind`, 1, 'paused', new.`status` = 'paused') FROM (
		SELECT `value` FROM json_each(new.`tags`) UNION SELECT '') WHERE true
	ON CONFLICT (`tag`) DO UPDATE SET `counts` = json_set(`counts`,
		'$.' || new.`kind`, coalesce(`counts` ->> ('$.' || new.`kind`), 0) + 1,
		'$.paused', coalesce(`counts` ->> '$.paused', 0) + (new.`status` = 'paused'));
END;
--> statement-breakpoint
CREATE TRIGGER `target_counts_delete` AFTER DELETE ON `targets` BEGIN
	UPDATE `target_counts` SET `counts` = json_set(`counts`,
		'$.' || old.`kind`, coalesce(`counts` ->> ('$.' || old.`kind`), 0) - 1,
		'$.paused', coalesce(`counts` ->> '$.paused', 0) - (old.`status` = 'paused'))
	WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) UNION SELECT '');
	DELETE FROM `target_counts` WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) UNION SELECT '')
		AND NOT EXISTS (SELECT 1 FROM json_each(`counts`) WHERE json_each.`value` > 0);
END;
--> statement-breakpoint
CREATE TRIGGER `target_counts_paused` AFTER UPDATE OF `status` ON `targets`
WHEN (old.`status` = 'paused') <> (new.`status` = 'paused') BEGIN
	UPDATE `target_counts` SET `counts` = json_set(`counts`,
		'$.paused', coalesce(`counts` ->> '$.paused', 0) - (old.`status` = 'paused') + (new.`status` = 'paused'))
	WHERE `tag` IN (
		SELECT `value` FROM json_each(new.`tags`) INTERSECT SELECT `value` FROM json_each(old.`tags`)
		UNION ALL SELECT '');
END;
--> statement-breakpoint
CREATE TRIGGER `target_counts_tags` AFTER UPDATE OF `tags` ON `targets` BEGIN
	UPDATE `target_counts` SET `counts` = json_set(`counts`,
		'$.' || old.`kind`, coalesce(`counts` ->> ('$.' || old.`kind`), 0) - 1,
		'$.paused', coalesce(`counts` ->> '$.paused', 0) - (old.`status` = 'paused'))
	WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) EXCEPT SELECT `value` FROM json_each(new.`tags`));
	DELETE FROM `target_counts` WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) EXCEPT SELECT `value` FROM json_each(new.`tags`))
		AND NOT EXISTS (SELECT 1 FROM json_each(`counts`) WHERE json_each.`value` > 0);
	INSERT INTO `target_counts` (`tag`, `counts`)
	SELECT `value`, json_object(new.`kind`, 1, 'paused', new.`status` = 'paused') FROM (
		SELECT `value` FROM json_each(new.`tags`) EXCEPT SELECT `value` FROM json_each(old.`tags`)) WHERE true
	ON CONFLICT (`tag`) DO UPDATE SET `counts` = json_set(`counts`,
		'$.' || new.`kind`, coalesce(`counts` ->> ('$.' || new.`kind`), 0) + 1,
		'$.paused', coalesce(`counts` ->> '$.paused', 0) + (new.`status` = 'paused'));
END;
--> statement-breakpoint
CREATE TRIGGER `target_counts_kind` AFTER UPDATE OF `kind` ON `targets` WHEN old.`kind` <> new.`kind` BEGIN
	UPDATE `target_counts` SET `counts` = json_set(`counts`,
		'$.' || old.`kind`, coalesce(`counts` ->> ('$.' || old.`kind`), 0) - 1,
		'$.' || new.`kind`, coalesce(`counts` ->> ('$.' || new.`kind`), 0) + 1)
	WHERE `tag` IN (
		SELECT `value` FROM json_each(new.`tags`) INTERSECT SELECT `value` FROM json_each(old.`tags`)
		UNION ALL SELECT '');
END;
