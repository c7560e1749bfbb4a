-- AlterTable
ALTER TABLE "HalfTerm" ADD COLUMN "importedAt" DATETIME;
