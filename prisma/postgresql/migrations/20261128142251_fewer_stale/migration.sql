-- AlterTable
ALTER TABLE "StaleMark" ADD COLUMN     "personId" TEXT;
