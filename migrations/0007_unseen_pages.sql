ALTER TABLE `pages` ADD `unseen_at` integer;--> statement-breakpoint
CREATE INDEX `pages_unseen` ON `pages` (`target_id`,`id`) WHERE unseen_at IS NOT NULL;