-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "contentHash" TEXT;
