-- Of two people who edit one target group at once the second is told, as with campaigns and lists.

ALTER TABLE "segment" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1;
