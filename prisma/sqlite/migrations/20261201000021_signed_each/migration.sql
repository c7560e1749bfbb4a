-- AlterTable
ALTER TABLE "Membership" ADD COLUMN "addedAt" DATETIME;
ALTER TABLE "Membership" ADD COLUMN "notSigningAt" DATETIME;

-- AlterTable
ALTER TABLE "Signature" ADD COLUMN "how" TEXT;
ALTER TABLE "Signature" ADD COLUMN "recordedAt" DATETIME;
ALTER TABLE "Signature" ADD COLUMN "recordedById" TEXT;
