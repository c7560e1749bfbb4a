-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "leftSaidBy" TEXT;
