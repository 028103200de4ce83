-- What is there is measured anew, in its new shape.
DELETE FROM "measures";--> statement-breakpoint
DELETE FROM "measured_days";--> statement-breakpoint
ALTER TABLE "measures" DROP CONSTRAINT "measures_measure_day_dimension_pk";--> statement-breakpoint
ALTER TABLE "measured_days" DROP CONSTRAINT "measured_days_pkey";--> statement-breakpoint
ALTER TABLE "measured_days" ADD COLUMN "part" smallint DEFAULT 24 NOT NULL;--> statement-breakpoint
ALTER TABLE "measures" ADD COLUMN "part" smallint DEFAULT 24 NOT NULL;--> statement-breakpoint
ALTER TABLE "measured_days" ADD CONSTRAINT "measured_days_day_part_pk" PRIMARY KEY("day","part");--> statement-breakpoint
ALTER TABLE "measures" ADD CONSTRAINT "measures_measure_part_day_dimension_pk" PRIMARY KEY("measure","part","day","dimension");
