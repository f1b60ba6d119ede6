CREATE TABLE `host_places` (
	`shard_id` integer NOT NULL,
	`host` text NOT NULL,
	`place` integer NOT NULL,
	`waits` text DEFAULT '[]' NOT NULL,
	PRIMARY KEY(`shard_id`, `host`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `host_places_place` ON `host_places` (`host`,`place`);
--> statement-breakpoint
-- A host whose targets are in several shards has a place for each: 0, 1, 2 and so on. A host
-- with one shard needs none. Places are taken by triggers, and given back by `prune` alone.
INSERT INTO `host_places` (`shard_id`, `host`, `place`)
SELECT `shard_id`, `host`, row_number() OVER (PARTITION BY `host` ORDER BY `shard_id`) - 1
FROM (SELECT DISTINCT `host`, `shard_id` FROM `targets` WHERE `host` IN (
	SELECT `host` FROM `targets` WHERE `host` <> '' GROUP BY `host` HAVING min(`shard_id`) < max(`shard_id`)));
--> statement-breakpoint
-- A further place takes moments from others: from those that its number becomes when its
-- highest bits are cut off, one after another. Leases that these have now may know nothing
-- of it. The host's first shard, which had no place, gets place 0.
CREATE TRIGGER `host_places_insert` AFTER INSERT ON `targets` WHEN new.`host` <> ''
	AND NOT EXISTS (SELECT 1 FROM `host_places` WHERE `shard_id` = new.`shard_id` AND `host` = new.`host`)
	AND (EXISTS (SELECT 1 FROM `host_places` WHERE `host` = new.`host`)
		OR (SELECT min(`shard_id`) FROM `targets` WHERE `host` = new.`host`) < (SELECT max(`shard_id`) FROM `targets` WHERE `host` = new.`host`))
BEGIN
	INSERT INTO `host_places` (`shard_id`, `host`, `place`)
	SELECT iif(`first` = new.`shard_id`, `last`, `first`), new.`host`, 0 FROM (
		SELECT (SELECT min(`shard_id`) FROM `targets` WHERE `host` = new.`host`) AS `first`,
			(SELECT max(`shard_id`) FROM `targets` WHERE `host` = new.`host`) AS `last`)
	WHERE NOT EXISTS (SELECT 1 FROM `host_places` WHERE `host` = new.`host`);
	INSERT INTO `host_places` (`shard_id`, `host`, `place`, `waits`)
	SELECT new.`shard_id`, new.`host`, last.`place` + 1, (
		SELECT json_group_array(json_array(s.`id`, s.`lease_token`))
		FROM json_each('[1,2,4,8,16,32,64,128,256,512,1024,2048,4096,8192,16384,32768,65536]') bit
		CROSS JOIN `host_places` p ON p.`host` = new.`host` AND p.`place` = ((last.`place` + 1) & (bit.`value` - 1))
		CROSS JOIN `shards` s ON s.`id` = p.`shard_id` AND s.`lease_token` IS NOT NULL
		WHERE ((last.`place` + 1) & bit.`value`) <> 0)
	FROM (SELECT max(`place`) AS `place` FROM `host_places` WHERE `host` = new.`host`) last;
END;
--> statement-breakpoint
CREATE TRIGGER `host_places_update` AFTER UPDATE OF `host`, `shard_id` ON `targets` WHEN new.`host` <> ''
	AND (new.`host` <> old.`host` OR new.`shard_id` <> old.`shard_id`)
	AND NOT EXISTS (SELECT 1 FROM `host_places` WHERE `shard_id` = new.`shard_id` AND `host` = new.`host`)
	AND (EXISTS (SELECT 1 FROM `host_places` WHERE `host` = new.`host`)
		OR (SELECT min(`shard_id`) FROM `targets` WHERE `host` = new.`host`) < (SELECT max(`shard_id`) FROM `targets` WHERE `host` = new.`host`))
BEGIN
	INSERT INTO `host_places` (`shard_id`, `host`, `place`)
	SELECT iif(`first` = new.`shard_id`, `last`, `first`), new.`host`, 0 FROM (
		SELECT (SELECT min(`shard_id`) FROM `targets` WHERE `host` = new.`host`) AS `first`,
			(SELECT max(`shard_id`) FROM `targets` WHERE `host` = new.`host`) AS `last`)
	WHERE NOT EXISTS (SELECT 1 FROM `host_places` WHERE `host` = new.`host`);
	INSERT INTO `host_places` (`shard_id`, `host`, `place`, `waits`)
	SELECT new.`shard_id`, new.`host`, last.`place` + 1, (
		SELECT json_group_array(json_array(s.`id`, s.`lease_token`))
		FROM json_each('[1,2,4,8,16,32,64,128,256,512,1024,2048,4096,8192,16384,32768,65536]') bit
		CROSS JOIN `host_places` p ON p.`host` = new.`host` AND p.`place` = ((last.`place` + 1) & (bit.`value` - 1))
		CROSS JOIN `shards` s ON s.`id` = p.`shard_id` AND s.`lease_token` IS NOT NULL
		WHERE ((last.`place` + 1) & bit.`value`) <> 0)
	FROM (SELECT max(`place`) AS `place` FROM `host_places` WHERE `host` = new.`host`) last;
END;
