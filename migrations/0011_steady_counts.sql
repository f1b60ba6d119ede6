-- Targets are counted by kind, and those that are paused. What turns by itself, up or down,
-- is not counted: a turn would write a row for each tag.
DROP TRIGGER `target_counts_insert`;
--> statement-breakpoint
DROP TRIGGER `target_counts_delete`;
--> statement-breakpoint
DROP TRIGGER `target_counts_status`;
--> statement-breakpoint
DROP TRIGGER `target_counts_tags`;
--> statement-breakpoint
DELETE FROM `target_counts`;
--> statement-breakpoint
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
