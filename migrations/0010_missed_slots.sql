ALTER TABLE `shards` ADD `missed` text;--> statement-breakpoint
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
