ALTER TABLE `shards` ADD `lost_claims` text;--> statement-breakpoint
ALTER TABLE `shards` DROP COLUMN `lost_claim_at`;