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
-- The counts of the targets that are there, and the triggers that keep them. A tag that is
-- no target's any more has no row.
INSERT INTO `target_counts` (`tag`, `counts`)
SELECT `tag`, json_group_object(`name`, `targets`) FROM (
	SELECT tags.`tag`, names.`value` AS `name`, count(*) AS `targets`
	FROM (
		SELECT `id`, `status`, `kind`, '' AS `tag` FROM `targets`
		UNION SELECT t.`id`, t.`status`, t.`kind`, tag.`value` FROM `targets` t, json_each(t.`tags`) tag
	) tags, json_each(json_array(tags.`status`, tags.`kind`)) names
	GROUP BY 1, 2)
GROUP BY `tag`;
--> statement-breakpoint
CREATE TRIGGER `target_counts_insert` AFTER INSERT ON `targets` BEGIN
	INSERT INTO `target_counts` (`tag`, `counts`)
	SELECT `value`, json_object(new.`status`, 1, new.`kind`, 1) FROM (
		SELECT `value` FROM json_each(new.`tags`) UNION SELECT '') WHERE true
	ON CONFLICT (`tag`) DO UPDATE SET `counts` = json_set(`counts`,
		'$.' || new.`status`, coalesce(`counts` ->> ('$.' || new.`status`), 0) + 1,
		'$.' || new.`kind`, coalesce(`counts` ->> ('$.' || new.`kind`), 0) + 1);
END;
--> statement-breakpoint
CREATE TRIGGER `target_counts_delete` AFTER DELETE ON `targets` BEGIN
	UPDATE `target_counts` SET `counts` = json_set(`counts`,
		'$.' || old.`status`, coalesce(`counts` ->> ('$.' || old.`status`), 0) - 1,
		'$.' || old.`kind`, coalesce(`counts` ->> ('$.' || old.`kind`), 0) - 1)
	WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) UNION SELECT '');
	DELETE FROM `target_counts` WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) UNION SELECT '')
		AND NOT EXISTS (SELECT 1 FROM json_each(`counts`) WHERE json_each.`value` > 0);
END;
--> statement-breakpoint
CREATE TRIGGER `target_counts_status` AFTER UPDATE OF `status` ON `targets` WHEN old.`status` <> new.`status` BEGIN
	UPDATE `target_counts` SET `counts` = json_set(`counts`,
		'$.' || old.`status`, coalesce(`counts` ->> ('$.' || old.`status`), 0) - 1,
		'$.' || new.`status`, coalesce(`counts` ->> ('$.' || new.`status`), 0) + 1)
	WHERE `tag` IN (
		SELECT `value` FROM json_each(new.`tags`) INTERSECT SELECT `value` FROM json_each(old.`tags`)
		UNION ALL SELECT '');
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
--> statement-breakpoint
CREATE TRIGGER `target_counts_tags` AFTER UPDATE OF `tags` ON `targets` BEGIN
	UPDATE `target_counts` SET `counts` = json_set(`counts`,
		'$.' || old.`status`, coalesce(`counts` ->> ('$.' || old.`status`), 0) - 1,
		'$.' || old.`kind`, coalesce(`counts` ->> ('$.' || old.`kind`), 0) - 1)
	WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) EXCEPT SELECT `value` FROM json_each(new.`tags`));
	DELETE FROM `target_counts` WHERE `tag` IN (
		SELECT `value` FROM json_each(old.`tags`) EXCEPT SELECT `value` FROM json_each(new.`tags`))
		AND NOT EXISTS (SELECT 1 FROM json_each(`counts`) WHERE json_each.`value` > 0);
	INSERT INTO `target_counts` (`tag`, `counts`)
	SELECT `value`, json_object(new.`status`, 1, new.`kind`, 1) FROM (
		SELECT `value` FROM json_each(new.`tags`) EXCEPT SELECT `value` FROM json_each(old.`tags`)) WHERE true
	ON CONFLICT (`tag`) DO UPDATE SET `counts` = json_set(`counts`,
		'$.' || new.`status`, coalesce(`counts` ->> ('$.' || new.`status`), 0) + 1,
		'$.' || new.`kind`, coalesce(`counts` ->> ('$.' || new.`kind`), 0) + 1);
END;
