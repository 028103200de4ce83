ALTER TABLE "business_calendars" ADD COLUMN "given_name" text;--> statement-breakpoint
ALTER TABLE "sla_policies" ADD COLUMN "given_name" text;--> statement-breakpoint
-- Those that an installation begins with, as long as they are called so.
UPDATE business_calendars SET given_name = 'BUSINESS_HOURS' WHERE name = 'Horario de atención';--> statement-breakpoint
UPDATE sla_policies p SET given_name = given.key
  FROM (VALUES ('Urgente', 'URGENT'), ('Alta', 'HIGH'), ('Media', 'MEDIUM'), ('Baja', 'LOW')) AS given(name, key)
  WHERE p.name = given.name;
