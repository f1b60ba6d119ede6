-- Two indexes that drizzle-kit cannot express, kept in step with targets by triggers:
-- substrings of name, URL and key (FTS5, trigrams), and the tags.
CREATE VIRTUAL TABLE `target_text` USING fts5(`name`, `url`, `key`, content='', contentless_delete=1, tokenize='trigram');
--> statement-breakpoint
CREATE TRIGGER `targets_insert` AFTER INSERT ON `targets` BEGIN
	INSERT INTO `target_text` (`rowid`, `name`, `url`, `key`) VALUES (new.`id`, new.`name`, new.`url`, new.`key`);
	INSERT OR IGNORE INTO `target_tags` (`tag`, `target_id`) SELECT `value`, new.`id` FROM json_each(new.`tags`);
END;
--> statement-breakpoint
CREATE TRIGGER `targets_delete` AFTER DELETE ON `targets` BEGIN
	DELETE FROM `target_text` WHERE `rowid` = old.`id`;
	DELETE FROM `target_tags` WHERE `target_id` = old.`id` AND `tag` IN (SELECT `value` FROM json_each(old.`tags`));
END;
--> statement-breakpoint
CREATE TRIGGER `targets_text` AFTER UPDATE OF `name`, `url`, `key` ON `targets` BEGIN
	DELETE FROM `target_text` WHERE `rowid` = old.`id`;
	INSERT INTO `target_text` (`rowid`, `name`, `url`, `key`) VALUES (new.`id`, new.`name`, new.`url`, new.`key`);
END;
--> statement-breakpoint
CREATE TRIGGER `targets_tags` AFTER UPDATE OF `tags` ON `targets` BEGIN
	DELETE FROM `target_tags` WHERE `target_id` = old.`id` AND `tag` IN (SELECT `value` FROM json_each(old.`tags`));
	INSERT OR IGNORE INTO `target_tags` (`tag`, `target_id`) SELECT `value`, new.`id` FROM json_each(new.`tags`);
END;
