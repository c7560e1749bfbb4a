-- AlterTable
ALTER TABLE "HalfTerm" ADD COLUMN     "importedAt" TIMESTAMP(3);
